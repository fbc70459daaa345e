// Looks at every record of a state that comes in: is it what its own hash says, and are all of them the state that the
// set hash stands for (design §3)? Pure.
import { sameBytes } from "#base/bytes.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import { encodeNodeMark } from "#storage/replicated/recovery/node-mark.ts";
import { STATE_MARK_KEY, stateMarkWrite } from "#storage/replicated/recovery/state-mark.ts";
import { APPLIED_STATE_KEY, decodeAppliedState } from "#storage/state/applied-state.ts";
import { SetHash } from "#storage/state/set-hash.ts";
import type { StateWrite } from "#storage/state/state-store.ts";
import { decodeStored, elementOf, storedElement } from "#storage/state/stored-value.ts";
import { type RawRecord, type ReceivedPart, StatePartError } from "./state-codec.ts";

export class StateVerifier {
  readonly #hash = new SetHash();
  #snapshot: Snapshot | undefined;
  #applied: Uint8Array | undefined;
  #records = 0;
  #isEnded = false;

  /** What of the part is to be written. @throws StatePartError */
  take(part: ReceivedPart): readonly StateWrite[] {
    if (this.#isEnded) throw new StatePartError("something follows its end");
    if (part.kind === "header") return this.#begin(part.snapshot);
    if (this.#snapshot === undefined) throw new StatePartError("it does not begin with what it is");
    if (part.kind === "records") return part.records.flatMap((record) => this.#record(record));
    if (part.records !== this.#records) throw new StatePartError("records are missing");
    this.#isEnded = true;
    return [];
  }

  /** @throws StatePartError unless all of it came, and is what it should be */
  verified(): Snapshot {
    if (!this.#isEnded || this.#snapshot === undefined || this.#applied === undefined) {
      throw new StatePartError("it broke off");
    }
    const { index, term, setHash } = decodeAppliedState(this.#applied);
    if (index !== this.#snapshot.index || term !== this.#snapshot.term) {
      throw new StatePartError("it is of another index than it says");
    }
    if (!this.#hash.equals(SetHash.decode(setHash))) throw new StatePartError("it is not what its hash says");
    return this.#snapshot;
  }

  #begin(snapshot: Snapshot): StateWrite[] {
    if (this.#snapshot !== undefined) throw new StatePartError("it begins twice");
    if (snapshot.membership.voters.length === 0) throw new StatePartError("it names no voters");
    this.#snapshot = snapshot;
    const data = encodeNodeMark({ membership: snapshot.membership, isClean: false });
    return [stateMarkWrite({ index: snapshot.index, term: snapshot.term, data })];
  }

  #record([key, bytes]: RawRecord): StateWrite[] {
    this.#records++;
    // From which snapshot the sender's own state began.
    if (key === STATE_MARK_KEY) return [];
    const value = bytes.slice();
    if (key === APPLIED_STATE_KEY) this.#applied = value;
    else if (!key.startsWith("!")) this.#add(key, value);
    return [{ key, value }];
  }

  #add(key: string, bytes: Uint8Array): void {
    const element = storedElement(bytes);
    const { version, value } = decodeStored(bytes);
    if (!sameBytes(element, elementOf(key, version, value))) {
      throw new StatePartError("a record is not what its hash says");
    }
    this.#hash.add(element);
  }
}
