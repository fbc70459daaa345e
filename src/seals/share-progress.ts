// Shares as they come in, one by one, from people who do not wait for each other: for unsealing, rekeying and generating
// a root token. Held in one thread's memory, never stored.
import { assert } from "#base/assert.ts";
import type { Secret } from "#base/secret.ts";
import { equalSecrets } from "#crypto/equal.ts";

export class ShareProgress {
  readonly #newNonce: () => string;
  #nonce = "";
  #shares: Secret[] = [];

  /** @param newNonce names each new beginning, so that people see whether they work on the same one */
  constructor(newNonce: () => string) {
    this.#newNonce = newNonce;
  }

  /** Empty while no share has been entered. */
  get nonce(): string {
    return this.#nonce;
  }

  /** How many different shares have been entered. */
  get entered(): number {
    return this.#shares.length;
  }

  /**
   * Takes `share` over; one that was entered before is wiped and changes nothing. The share that reaches `threshold`
   * ends this progress: all of them are handed over, the caller's to wipe, and the next share begins anew. So of two
   * who enter shares at the same time only one gets the whole.
   */
  enter(share: Secret, threshold: number): Secret[] | undefined {
    assert(threshold >= 1, "a threshold is at least one");
    this.#add(share);
    if (this.#shares.length < threshold) return undefined;
    const shares = this.#shares;
    this.#shares = [];
    this.#nonce = "";
    return shares;
  }

  /** Wipes and forgets what was entered. */
  reset(): void {
    for (const share of this.#shares) share.wipe();
    this.#shares = [];
    this.#nonce = "";
  }

  #add(share: Secret): void {
    if (this.#shares.some((known) => equalSecrets(known.reveal(), share.reveal()))) {
      share.wipe();
      return;
    }
    if (this.#shares.length === 0) this.#nonce = this.#newNonce();
    this.#shares.push(share);
  }
}
