// Compares the whole state with its set hash after an unclean stop: LevelDB may return older values, or none, without
// an error (design §3). The node votes meanwhile; it serves when this is done.

import { sameBytes } from "#base/bytes.ts";
import { SetHash } from "../../state/set-hash.ts";
import { decodeStored, elementOf, storedElement } from "../../state/stored-value.ts";
import type { StateScan } from "../state/state-port.ts";
import { StateDamageError } from "./state-damage-error.ts";

export interface StateVerificationOptions {
  /** Of the moment that `setHash` stands for. */
  readonly scan: StateScan;
  readonly setHash: Uint8Array;
  /** False once the state was replaced: nobody cares for the old one any more. */
  readonly isWanted: () => boolean;
  readonly onVerified: (records: number) => void;
}

export class StateVerification {
  readonly #options: StateVerificationOptions;
  readonly #hash = new SetHash();
  #records = 0;

  constructor(options: StateVerificationOptions) {
    this.#options = options;
  }

  /** Goes through the state page by page. @throws StateDamageError, in one of the scan's callbacks */
  run(): void {
    this.#options.scan.next((page) => {
      if (!this.#options.isWanted()) return;
      for (const [key, bytes] of page) if (!key.startsWith("!")) this.#take(key, bytes);
      if (page.length > 0) this.run();
      else this.#conclude();
    });
  }

  #take(key: string, bytes: Uint8Array): void {
    const element = storedElement(bytes);
    const { version, value } = decodeStored(bytes);
    if (!sameBytes(element, elementOf(key, version, value))) {
      throw new StateDamageError(`the record ${key} does not match its own hash`);
    }
    this.#hash.add(element);
    this.#records++;
  }

  #conclude(): void {
    const { setHash, onVerified } = this.#options;
    if (!this.#hash.equals(SetHash.decode(setHash))) {
      throw new StateDamageError("records are missing, or older than they were");
    }
    onVerified(this.#records);
  }
}
