// Counts since the start by bounds that do not change: unlike a summary's quantiles, those of several nodes add up.

export class Histogram {
  /** Ascending; what is above the last counts in one more bucket. */
  readonly bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    const { bounds } = this;
    let at = 0;
    while (at < bounds.length && value > (bounds[at] ?? 0)) at++;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sum += value;
  }

  /** One more than there are bounds; not cumulative. */
  get counts(): Float64Array {
    return this.#counts;
  }

  get sum(): number {
    return this.#sum;
  }
}
