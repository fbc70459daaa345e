// The receiver's half of the opening: proves itself first, then checks the caller.
import { equalSecrets } from "#crypto/equal.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import {
  NONCE_BYTES,
  type OpeningEnds,
  type OpeningNonces,
  openingMessage,
} from "../opening/opening-proof.ts";
import type { Prove } from "../opening/prove.ts";
import { encodeOpening, FORWARDING_FORMAT, type Opening } from "../wire/message-codec.ts";

export class ReceiverOpening {
  readonly #ends: OpeningEnds;
  readonly #prove: Prove;
  #nonces: OpeningNonces | undefined;
  #isProved = false;

  constructor(ends: OpeningEnds, prove: Prove) {
    this.#ends = ends;
    this.#prove = prove;
  }

  get isProved(): boolean {
    return this.#isProved;
  }

  /** What to reply; "proved": nothing more; `undefined`: the caller is not what it says, or this node is sealed. */
  step(opening: Opening): Uint8Array | "proved" | undefined {
    if (opening.format !== FORWARDING_FORMAT || this.#isProved) return undefined;
    return this.#nonces === undefined ? this.#greet(opening) : this.#check(opening, this.#nonces);
  }

  #greet({ nonce }: Opening): Uint8Array | undefined {
    if (nonce.length !== NONCE_BYTES) return undefined;
    const nonces = { caller: nonce, receiver: randomBytes(NONCE_BYTES) };
    const proof = this.#prove(openingMessage("receiver", this.#ends, nonces));
    this.#nonces = nonces;
    return proof && encodeOpening({ nonce: nonces.receiver, proof });
  }

  #check({ proof }: Opening, nonces: OpeningNonces): "proved" | undefined {
    const expected = this.#prove(openingMessage("caller", this.#ends, nonces));
    if (expected === undefined || !equalSecrets(expected, proof)) return undefined;
    this.#isProved = true;
    return "proved";
  }
}
