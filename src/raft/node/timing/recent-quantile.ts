// A high quantile of recent measurements, in bounded memory: two histograms with buckets that grow by a tenth, one
// filling while the other still counts.

const GROWTH = Math.log(1.1);
/** Below 10 µs everything is alike; the last bucket begins near 100 s. */
const SMALLEST_MS = 0.01;
const BUCKETS = 170;

export class RecentQuantile {
  readonly #windowMs: number;
  readonly #share: number;
  #filling = new Uint32Array(BUCKETS);
  #full = new Uint32Array(BUCKETS);
  #count = 0;
  #windowSinceMs = 0;

  /** @param share 0.99 for the 99th percentile; 1 for the maximum */
  constructor(share: number, windowMs: number) {
    this.#share = share;
    this.#windowMs = windowMs;
  }

  add(valueMs: number, nowMs: number): void {
    this.#age(nowMs);
    const at = valueMs <= SMALLEST_MS ? 0 : Math.ceil(Math.log(valueMs / SMALLEST_MS) / GROWTH);
    const bucket = Math.min(at, BUCKETS - 1);
    this.#filling[bucket] = (this.#filling[bucket] ?? 0) + 1;
    this.#count++;
  }

  /** Upper edge of the bucket that holds the quantile; 0 when nothing was measured lately. */
  value(nowMs: number): number {
    this.#age(nowMs);
    if (this.#count === 0) return 0;
    let above = Math.floor(this.#count * (1 - this.#share));
    for (let bucket = BUCKETS - 1; bucket >= 0; bucket--) {
      above -= (this.#filling[bucket] ?? 0) + (this.#full[bucket] ?? 0);
      if (above < 0) return SMALLEST_MS * Math.exp(bucket * GROWTH);
    }
    return 0;
  }

  #age(nowMs: number): void {
    const ageMs = nowMs - this.#windowSinceMs;
    if (ageMs < this.#windowMs) return;
    // What is left of the window before, unless nothing was added for a whole one.
    this.#full = ageMs < 2 * this.#windowMs ? this.#filling : new Uint32Array(BUCKETS);
    this.#filling = new Uint32Array(BUCKETS);
    this.#count = this.#full.reduce((sum, count) => sum + count, 0);
    this.#windowSinceMs = nowMs;
  }
}
