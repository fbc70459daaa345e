// How long something took, as Vault's summaries show it: count and sum since the start, quantiles of the recent past.
// The recent past is a pair of small histograms: the one being filled and the one before it. Histograms of several
// threads add up, which quantiles do not.

import type { IntervalTally } from "./interval-tally.ts";
import { BUCKETS, bucketOf } from "./log-buckets.ts";

/** The recent past, as it travels: counts from `firstBucket` on, without the empty ones around. */
export interface RecentBuckets {
  readonly firstBucket: number;
  readonly counts: Uint32Array;
}

const NONE: RecentBuckets = { firstBucket: 0, counts: new Uint32Array(0) };

export class Timer {
  #count = 0;
  #sum = 0;
  /** Of the interval that is under way. */
  #startCount = 0;
  #startSum = 0;
  #sumOfSquares = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;
  #lastTally: IntervalTally | undefined;
  /** Made at the first observation: most timers of most mounts stay idle. */
  #filling: Uint32Array | undefined;
  #filled: Uint32Array | undefined;

  /** @param times how often it took so long */
  observe(ms: number, times = 1): void {
    this.#count += times;
    this.#sum += ms * times;
    this.#sumOfSquares += ms * ms * times;
    if (ms < this.#min) this.#min = ms;
    if (ms > this.#max) this.#max = ms;
    this.#filling ??= new Uint32Array(BUCKETS);
    const counts = this.#filling;
    const bucket = bucketOf(ms);
    counts[bucket] = (counts[bucket] ?? 0) + times;
  }

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** Of the last whole interval. Undefined: none has ended yet. */
  get lastTally(): IntervalTally | undefined {
    return this.#lastTally;
  }

  /** Of the interval that is under way. */
  get tally(): IntervalTally {
    const count = this.#count - this.#startCount;
    return {
      count,
      sum: this.#sum - this.#startSum,
      sumOfSquares: this.#sumOfSquares,
      min: count === 0 ? 0 : this.#min,
      max: this.#max,
    };
  }

  get recent(): RecentBuckets {
    const both = sumOf(this.#filling, this.#filled);
    return both === undefined ? NONE : trimmed(both);
  }

  /** An interval has ended. @param ages whether the histogram that was filled is now the one before */
  turn(ages: boolean): void {
    this.#lastTally = this.tally;
    this.#startCount = this.#count;
    this.#startSum = this.#sum;
    this.#sumOfSquares = 0;
    this.#min = Number.POSITIVE_INFINITY;
    this.#max = 0;
    if (!ages) return;
    const emptied = this.#filled;
    emptied?.fill(0);
    this.#filled = this.#filling;
    this.#filling = emptied;
  }
}

function sumOf(a: Uint32Array | undefined, b: Uint32Array | undefined): Uint32Array | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.map((count, at) => count + (b[at] ?? 0));
}

function trimmed(counts: Uint32Array): RecentBuckets {
  const firstBucket = counts.findIndex((count) => count > 0);
  if (firstBucket < 0) return NONE;
  return { firstBucket, counts: counts.slice(firstBucket, counts.findLastIndex((count) => count > 0) + 1) };
}
