// How long to wait before the next attempt to reach a peer. Short at first, since a process that was killed may be back
// at once; longer for a host that is gone. A peer that comes back also calls by itself, which ends the waiting.

const SHORTEST_MS = 20;
const SHORT_MS = 50;
/** So many attempts wait about `SHORT_MS`: some three seconds. */
const SHORT_ATTEMPTS = 60;
const LONGEST_MS = 1000;

export class BackOff {
  readonly #random: (bound: number) => number;
  #attempts = 0;

  /** @param random a number in [0, bound) */
  constructor(random: (bound: number) => number) {
    this.#random = random;
  }

  nextMs(): number {
    const doublings = Math.max(0, Math.min(this.#attempts - SHORT_ATTEMPTS, 10));
    this.#attempts++;
    const longestMs = Math.min(SHORT_MS * 2 ** doublings, LONGEST_MS);
    return SHORTEST_MS + this.#random(longestMs - SHORTEST_MS);
  }

  reset(): void {
    this.#attempts = 0;
  }
}
