// Where each entry of the log lies: sixteen bytes an entry in typed arrays, found without a search.
import { assert } from "#base/assert.ts";
import { EntryBlock, type EntryBlockDump } from "./entry-block.ts";
import type { EntryLocation } from "./entry-location.ts";

const BLOCK_ENTRIES = 1024;

/** An index as plain values that another thread can be sent. */
export interface EntryIndexDump {
  readonly next: number;
  readonly first: number;
  readonly blocks: readonly EntryBlockDump[];
}

/** Entries `first` to `last` without a gap; empty while `last` is `first - 1`. */
export class EntryIndex {
  #first: number;
  #next: number;
  /** Consecutive runs of entries; only the first and the last may be partly in use. */
  #blocks: EntryBlock[] = [];

  constructor(first: number) {
    this.#first = first;
    this.#next = first;
  }

  static load(dump: EntryIndexDump): EntryIndex {
    const index = new EntryIndex(dump.first);
    index.#next = dump.next;
    index.#blocks = dump.blocks.map(EntryBlock.load);
    return index;
  }

  dump(): EntryIndexDump {
    return { first: this.#first, next: this.#next, blocks: this.#blocks.map((block) => block.dump()) };
  }

  get first(): number {
    return this.#first;
  }

  get last(): number {
    return this.#next - 1;
  }

  append(location: EntryLocation): void {
    let block = this.#blocks.at(-1);
    if (block === undefined || this.#next === block.base + BLOCK_ENTRIES) {
      block = new EntryBlock(this.#next, BLOCK_ENTRIES);
      this.#blocks.push(block);
    }
    block.set(this.#next, location);
    this.#next++;
  }

  /** `undefined` outside `first` … `last`. */
  locate(index: number): EntryLocation | undefined {
    if (index < this.#first || index >= this.#next) return undefined;
    const firstBase = this.#blocks[0]?.base ?? 0;
    const block = this.#blocks[Math.floor((index - firstBase) / BLOCK_ENTRIES)];
    assert(block !== undefined, "an entry of the log has no place in its index");
    return block.get(index);
  }

  /** Forgets `index` and all after it. */
  truncateFrom(index: number): void {
    if (index >= this.#next) return;
    assert(index >= this.#first, "the log is truncated before its first entry");
    this.#next = index;
    while ((this.#blocks.at(-1)?.base ?? -1) >= index) this.#blocks.pop();
  }

  /** Forgets entries up to `index`, which may lie beyond the last one: then the log is empty and goes on after it. */
  dropThrough(index: number): void {
    if (index < this.#first) return;
    this.#first = index + 1;
    if (this.#next > this.#first) {
      const unused = this.#blocks.findIndex((block) => block.base + BLOCK_ENTRIES > this.#first);
      this.#blocks.splice(0, unused);
      return;
    }
    this.#next = this.#first;
    this.#blocks = [];
  }
}
