// The caller's half of the opening: asks for a proof, checks it, gives its own.
import { equalSecrets } from "#crypto/equal.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { NONCE_BYTES, type OpeningEnds, openingMessage } from "../opening/opening-proof.ts";
import type { Prove } from "../opening/prove.ts";
import { encodeOpening, FORWARDING_FORMAT, type Opening } from "../wire/message-codec.ts";

export class CallerOpening {
  readonly #ends: OpeningEnds;
  readonly #prove: Prove;
  readonly #nonce = randomBytes(NONCE_BYTES);

  constructor(ends: OpeningEnds, prove: Prove) {
    this.#ends = ends;
    this.#prove = prove;
  }

  get first(): Uint8Array {
    return encodeOpening({ nonce: this.#nonce });
  }

  /** What to send before the first request; `undefined`: the receiver has proved nothing, or this node is sealed. */
  answer({ format, nonce, proof }: Opening): Uint8Array | undefined {
    if (format !== FORWARDING_FORMAT || nonce.length !== NONCE_BYTES) return undefined;
    const nonces = { caller: this.#nonce, receiver: nonce };
    const theirs = this.#prove(openingMessage("receiver", this.#ends, nonces));
    if (theirs === undefined || !equalSecrets(theirs, proof)) return undefined;
    const own = this.#prove(openingMessage("caller", this.#ends, nonces));
    return own && encodeOpening({ proof: own });
  }
}
