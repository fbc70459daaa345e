// How many records have been encrypted, in memory that all threads of a node share: every encryption counts, and a nonce
// is drawn for each (NIST SP 800-38D §8.3).

/** Encryptions since this process began, on all its threads. */
const SINCE_START = 0;
/** What to add for those of the active term: earlier processes' and leaders', or less for those of older terms. */
const TERM_OFFSET = 1;

export const ENCRYPTION_COUNTER_BYTES = 2 * BigInt64Array.BYTES_PER_ELEMENT;

export class EncryptionCounter {
  readonly #cells: BigInt64Array;

  constructor(memory: SharedArrayBuffer) {
    this.#cells = new BigInt64Array(memory);
  }

  add(): void {
    Atomics.add(this.#cells, SINCE_START, 1n);
  }

  /** Under the active term; on a node that does not lead, as far as it knows. */
  get ofTerm(): number {
    return Number(Atomics.load(this.#cells, SINCE_START) + Atomics.load(this.#cells, TERM_OFFSET));
  }

  /** From now on `operations` counts as what the active term has encrypted. */
  beginTerm(operations: number): void {
    const sinceStart = Atomics.load(this.#cells, SINCE_START);
    Atomics.store(this.#cells, TERM_OFFSET, BigInt(operations) - sinceStart);
  }
}
