// Counts what happened on this thread. A handle is resolved once; adding allocates nothing.

export class Counter {
  #total = 0;
  #beforeInterval = 0;
  #lastInterval = 0;

  add(by = 1): void {
    this.#total += by;
  }

  /** Takes over a count that is kept elsewhere. It only grows. */
  reach(total: number): void {
    this.#total = total;
  }

  get total(): number {
    return this.#total;
  }

  /** What was added in the last whole interval. */
  get lastInterval(): number {
    return this.#lastInterval;
  }

  /** What was added since the last whole interval. */
  get sinceInterval(): number {
    return this.#total - this.#beforeInterval;
  }

  /** An interval has ended. */
  turn(): void {
    this.#lastInterval = this.#total - this.#beforeInterval;
    this.#beforeInterval = this.#total;
  }
}
