// Turns readings of a clock into ticks. Time that nobody counted while the process was stopped is a gap, not ticks:
// it says nothing about the others (raft-ha §2.7).

export type Elapsed = { readonly kind: "ticks"; readonly count: number } | { readonly kind: "gap" };

export class TickCounter {
  readonly #tickMs: number;
  #countedMs: number;

  constructor(tickMs: number, nowMs: number) {
    this.#tickMs = tickMs;
    this.#countedMs = nowMs;
  }

  /** How late the last reading came, beyond the tick it was due at. */
  latenessMs(nowMs: number): number {
    return Math.max(0, nowMs - this.#countedMs - this.#tickMs);
  }

  /** @param mostTicks more than this at once is a gap */
  advance(nowMs: number, mostTicks: number): Elapsed {
    const count = Math.floor((nowMs - this.#countedMs) / this.#tickMs);
    if (count > mostTicks) {
      this.#countedMs = nowMs;
      return { kind: "gap" };
    }
    // The rest of a tick is kept, so that a timer that fires a little late does not slow time down.
    this.#countedMs += Math.max(0, count) * this.#tickMs;
    return { kind: "ticks", count: Math.max(0, count) };
  }
}
