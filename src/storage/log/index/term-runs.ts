// Terms of the log's entries. They change only with leaders, so runs take next to no memory.

export interface TermRunsDump {
  readonly starts: readonly number[];
  readonly terms: readonly number[];
}

/** Terms of consecutive entries from `first`; the entry before the log's first one is among them. */
export class TermRuns {
  #starts: number[];
  #terms: number[];

  constructor(first: number, term: number) {
    this.#starts = [first];
    this.#terms = [term];
  }

  static load(dump: TermRunsDump): TermRuns {
    const runs = new TermRuns(0, 0);
    runs.#starts = [...dump.starts];
    runs.#terms = [...dump.terms];
    return runs;
  }

  dump(): TermRunsDump {
    return { starts: this.#starts, terms: this.#terms };
  }

  /** `index` follows the last one noted. */
  append(index: number, term: number): void {
    if (this.#terms.at(-1) === term) return;
    this.#starts.push(index);
    this.#terms.push(term);
  }

  /** The caller knows that `index` is covered. */
  termAt(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    if (index >= (this.#starts[high] ?? 0)) low = high;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return this.#terms[low] ?? 0;
  }

  truncateFrom(index: number): void {
    while (this.#starts.length > 1 && (this.#starts.at(-1) ?? 0) >= index) {
      this.#starts.pop();
      this.#terms.pop();
    }
  }

  /** Forgets what lies before `index`. */
  dropBefore(index: number): void {
    let unused = 0;
    while (unused + 1 < this.#starts.length && (this.#starts[unused + 1] ?? 0) <= index) unused++;
    this.#starts.splice(0, unused);
    this.#terms.splice(0, unused);
  }
}
