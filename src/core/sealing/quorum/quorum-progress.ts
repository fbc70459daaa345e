// Keys that come in one by one for an operation that a quorum of their keepers authorises. Whoever gives one must name
// the operation, so that nobody's key helps what they do not know of.
import type { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import { randomUuid } from "#crypto/random-text.ts";
import { decodeKeyText } from "#seals/key-text.ts";
import { ShareProgress } from "#seals/share-progress.ts";

export interface GivenKey {
  key: string;
  nonce: string;
}

export class QuorumProgress {
  /** Names the operation; changes when `renew` begins another. */
  nonce = randomUuid();
  readonly #shares = new ShareProgress(randomUuid);
  readonly #what: string;

  /** @param what completes "during this … operation" */
  constructor(what: string) {
    this.#what = what;
  }

  get entered(): number {
    return this.#shares.entered;
  }

  /** @returns all keys, the caller's to wipe, once there are enough. @throws VaultError invalid_request */
  enter(share: Secret, nonce: string, threshold: number): Secret[] | undefined {
    if (nonce !== this.nonce) {
      share.wipe();
      throw refuse(`incorrect nonce supplied; nonce for this ${this.#what} operation is "${this.nonce}"`);
    }
    const before = this.entered;
    const shares = this.#shares.enter(share, threshold);
    if (shares || this.entered > before) return shares;
    // Vault says "generation" of every such operation.
    throw refuse("given key has already been provided during this generation operation");
  }

  reset(): void {
    this.#shares.reset();
  }

  /** From the beginning, under another name. */
  renew(): void {
    this.reset();
    this.nonce = randomUuid();
  }
}

/** @throws VaultError invalid_request when it is absent or no key */
export function readGivenKey(text: string): Secret {
  if (text === "") throw refuse("'key' must be specified in request body as JSON");
  return decodeKeyText(text);
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
