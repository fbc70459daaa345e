// The newest entries, as this thread wrote them: followers and the state machine mostly ask for those, and need not
// read and hash what is at hand.
import { countWithin, type Entry } from "#raft/core/entry.ts";

export class RecentEntries {
  readonly #maxBytes: number;
  /** Consecutive; those before `#skip` are let go of. */
  #entries: Entry[] = [];
  #skip = 0;
  #bytes = 0;

  /** @param maxBytes of the entries' data that is kept */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Entries that have become durable, in order; earlier ones from the first one's index on are replaced by them. */
  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.truncateFrom(entry.index);
      const last = this.#entries.at(-1);
      if (last !== undefined && last.index + 1 !== entry.index) this.clear();
      this.#entries.push(entry);
      this.#bytes += entry.data.length;
    }
    while (this.#bytes > this.#maxBytes) this.#bytes -= this.#entries[this.#skip++]?.data.length ?? 0;
    if (this.#skip * 2 > this.#entries.length) this.#compact();
  }

  truncateFrom(index: number): void {
    for (
      let last = this.#entries.at(-1);
      last !== undefined && last.index >= index;
      last = this.#entries.at(-1)
    ) {
      this.#entries.pop();
      if (this.#entries.length >= this.#skip) this.#bytes -= last.data.length;
    }
    this.#skip = Math.min(this.#skip, this.#entries.length);
  }

  clear(): void {
    this.#entries = [];
    this.#skip = 0;
    this.#bytes = 0;
  }

  /** Like LogReader's; `undefined` unless all from `low` on are kept. */
  entries(low: number, high: number, maxBytes: number): Entry[] | undefined {
    const first = this.#entries[this.#skip]?.index;
    if (first === undefined || low < first || low >= high) return undefined;
    const kept = this.#entries.slice(this.#skip + low - first, this.#skip + high - first);
    return kept.length === high - low ? kept.slice(0, countWithin(kept, maxBytes)) : undefined;
  }

  #compact(): void {
    this.#entries = this.#entries.slice(this.#skip);
    this.#skip = 0;
  }
}
