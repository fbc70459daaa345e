// Time that stands still until a test moves it. Consensus turns move the monotonic clock by a millisecond each, so that
// whoever waits for time to pass there does not wait for ever; log time moves only by hand.
import type { Clock } from "#base/clock.ts";

/** A date that reads well in expected answers: 2026-01-02T03:04:05Z. */
export const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

export class TestClock implements Clock {
  #logMs = START_MS;
  #monotonicMs = 1000;
  readonly #sleepers: { atMs: number; wake: () => void }[] = [];

  wallMs(): number {
    return this.#logMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  /** What decides TTLs. */
  logTimeMs(): number {
    return this.#logMs;
  }

  advanceSeconds(seconds: number): void {
    this.advanceMs(seconds * 1000);
  }

  advanceMs(ms: number): void {
    this.#logMs += ms;
    this.tick(ms);
  }

  /** Moves the monotonic clock alone. */
  tick(ms = 1): void {
    this.#monotonicMs += ms;
    const due = this.#sleepers.filter((sleeper) => sleeper.atMs <= this.#monotonicMs);
    for (const sleeper of due) {
      this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
      sleeper.wake();
    }
  }

  /** Resolves when the monotonic clock has moved by `ms`; at once when `signal` aborts. */
  readonly pause = (ms: number, signal?: AbortSignal): Promise<void> => {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper = { atMs: this.#monotonicMs + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => resolve(), { once: true });
    });
  };
}
