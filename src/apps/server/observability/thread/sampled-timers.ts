// Times short, frequent calls under several names at once. Counts are exact, times are sampled.
import type { Timer } from "#metrics/instruments/timer.ts";
import { Sampling } from "./sampling.ts";

export class SampledTimers {
  readonly #timers: readonly Timer[];
  readonly #sampling = new Sampling();
  #lastMs = 0;

  constructor(timers: readonly Timer[]) {
    this.#timers = timers;
  }

  /** When the call begins; undefined: it is not timed. */
  begin(): number | undefined {
    return this.#sampling.next() ? performance.now() : undefined;
  }

  /** @param startedMs what `begin` said */
  end(startedMs: number | undefined): void {
    if (startedMs !== undefined) this.#lastMs = performance.now() - startedMs;
    for (const timer of this.#timers) timer.observe(this.#lastMs);
  }

  /** A while has passed. */
  renew(): void {
    this.#sampling.renew();
  }
}
