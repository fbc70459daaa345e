// The tail of the log that is not known to be durable: a received snapshot, or entries, or both. Part of it may
// already be on its way to disk; asynchronous writes make that difference matter.
import { assert } from "#base/assert.ts";
import type { Entry } from "../entry.ts";
import type { Snapshot } from "../snapshot.ts";

/** Names an entry: no two different entries share both numbers (log matching, Raft paper §5.3). */
export interface EntryId {
  readonly term: number;
  readonly index: number;
}

/** Invariants: `offset <= offsetInProgress <= end`; entries are contiguous from `offset`. */
export class Unstable {
  #snapshot: Snapshot | undefined;
  #snapshotInProgress = false;
  #entries: Entry[] = [];
  #offset: number;
  #offsetInProgress: number;

  /** @param offset one past the last durable entry */
  constructor(offset: number) {
    this.#offset = offset;
    this.#offsetInProgress = offset;
  }

  get snapshot(): Snapshot | undefined {
    return this.#snapshot;
  }

  /** Index of the first entry held here, or where it would be. */
  get offset(): number {
    return this.#offset;
  }

  /** Entries below are on their way to disk. */
  get offsetInProgress(): number {
    return this.#offsetInProgress;
  }

  /** One past the last entry of the whole log: what is durable always ends where this begins. */
  get end(): number {
    return this.#offset + this.#entries.length;
  }

  get hasEntries(): boolean {
    return this.#entries.length > 0;
  }

  get hasNextEntries(): boolean {
    return this.#offsetInProgress < this.end;
  }

  /** Entries not yet handed out to be written. */
  nextEntries(): Entry[] {
    return this.#entries.slice(this.#offsetInProgress - this.#offset);
  }

  /** The snapshot if it was not yet handed out to be installed. */
  nextSnapshot(): Snapshot | undefined {
    return this.#snapshotInProgress ? undefined : this.#snapshot;
  }

  /** Everything held is now on its way to disk. */
  accept(): void {
    this.#offsetInProgress = this.end;
    this.#snapshotInProgress = this.#snapshot !== undefined;
  }

  /** The term of entry `index` if it is held here. */
  term(index: number): number | undefined {
    if (index >= this.#offset) return this.#entries[index - this.#offset]?.term;
    return this.#snapshot?.index === index ? this.#snapshot.term : undefined;
  }

  slice(low: number, high: number): Entry[] {
    assert(low >= this.#offset && low <= high && high <= this.end, "a slice leaves the unstable log");
    return this.#entries.slice(low - this.#offset, high - this.#offset);
  }

  /**
   * Everything up to `id` is durable: forget it. Ignored when the entry there is another one by now; the write
   * that replaces it is under way and will say so itself.
   */
  stableTo(id: EntryId): void {
    if (id.index < this.#offset || this.term(id.index) !== id.term) return;
    this.#entries = this.#entries.slice(id.index + 1 - this.#offset);
    this.#offset = id.index + 1;
    this.#offsetInProgress = Math.max(this.#offsetInProgress, this.#offset);
  }

  /** The snapshot at `index` is installed. */
  stableSnapshotTo(index: number): void {
    if (this.#snapshot?.index !== index) return;
    this.#snapshot = undefined;
    this.#snapshotInProgress = false;
  }

  /** A snapshot replaces the whole log. */
  restore(snapshot: Snapshot): void {
    this.#offset = snapshot.index + 1;
    this.#offsetInProgress = this.#offset;
    this.#entries = [];
    this.#snapshot = snapshot;
    this.#snapshotInProgress = false;
  }

  /** Puts `entries` where they belong, dropping whatever was there and after. */
  truncateAndAppend(entries: readonly Entry[]): void {
    const from = entries[0]?.index;
    if (from === undefined) return;
    assert(from <= this.end, "entries leave a gap in the log");
    if (from <= this.#offset) {
      this.#entries = [];
      this.#offset = from;
      this.#offsetInProgress = from;
    } else if (from < this.end) {
      this.#entries = this.#entries.slice(0, from - this.#offset);
      // What was on its way to disk there will be overwritten by a later write.
      this.#offsetInProgress = Math.min(this.#offsetInProgress, from);
    }
    for (const entry of entries) this.#entries.push(entry);
  }
}
