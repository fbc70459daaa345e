// The newest entries of the log, kept in memory: replication and applying read almost nothing else. Bounded in bytes,
// oldest out first. Holds what was asked to be written; whoever reads knows what of it is durable.
import { assert } from "#base/assert.ts";
import { countWithin, type Entry, entryBytes } from "#raft/core/entry.ts";

export class EntryCache {
  readonly #maxBytes: number;
  /** Entry `first` is at `#head`. */
  #entries: Entry[] = [];
  #head = 0;
  #first = 1;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The oldest index held; one past the newest when nothing is. */
  get first(): number {
    return this.#first;
  }

  /** One past the newest index held. */
  get end(): number {
    return this.#first + this.#entries.length - this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Takes in entries at the end of the log, or in place of its end. */
  append(entries: readonly Entry[]): void {
    const from = entries[0]?.index;
    if (from === undefined) return;
    if (from < this.end) this.#truncateFrom(from);
    if (from !== this.end) this.clear(from);
    for (const entry of entries) {
      this.#entries.push(entry);
      this.#bytes += entryBytes(entry);
    }
    this.#shrink();
  }

  /** Entries of [low, high) that fit into `maxBytes`, at least one; `undefined` when `low` is not held. */
  slice(low: number, high: number, maxBytes: number): readonly Entry[] | undefined {
    if (low < this.#first || low >= this.end) return undefined;
    assert(high <= this.end, "entries are asked for that were never written");
    const from = this.#head + low - this.#first;
    const entries = this.#entries.slice(from, from + high - low);
    const count = countWithin(entries, maxBytes);
    return count === entries.length ? entries : entries.slice(0, count);
  }

  /** Holds nothing any more; the next entry is `next`. */
  clear(next: number): void {
    this.#entries = [];
    this.#head = 0;
    this.#first = next;
    this.#bytes = 0;
  }

  #truncateFrom(index: number): void {
    if (index <= this.#first) {
      this.clear(index);
      return;
    }
    const length = this.#head + index - this.#first;
    for (let at = length; at < this.#entries.length; at++) this.#bytes -= this.#bytesAt(at);
    this.#entries.length = length;
  }

  #shrink(): void {
    while (this.#bytes > this.#maxBytes && this.#head < this.#entries.length - 1) {
      this.#bytes -= this.#bytesAt(this.#head);
      this.#head++;
      this.#first++;
    }
    // Let go of what was passed over once it is a quarter of the array: moving the rest then costs three moves an entry.
    if (this.#head * 4 <= this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }

  #bytesAt(at: number): number {
    const entry = this.#entries[at];
    return entry === undefined ? 0 : entryBytes(entry);
  }
}
