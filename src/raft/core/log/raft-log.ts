// The log as the algorithm sees it: durable entries and the unstable tail as one, with three marks in it.
// Invariant: applied <= applying <= committed <= last index.
import { assert } from "#base/assert.ts";
import { countWithin, type Entry, entriesBytes } from "../entry.ts";
import type { LogStorage } from "../log-storage.ts";
import type { Snapshot } from "../snapshot.ts";
import { type EntryId, Unstable } from "./unstable.ts";

/** What a leader sends: `entries` follow directly after `previous`. */
export interface LogSlice {
  readonly previous: EntryId;
  readonly entries: readonly Entry[];
}

export class RaftLog {
  readonly unstable: Unstable;
  readonly #storage: LogStorage;
  readonly #maxApplyingBytes: number;
  #committed: number;
  #applying: number;
  #applied: number;
  #applyingBytes = 0;
  #applyingPaused = false;

  /** @param maxApplyingBytes how much may be handed out to be applied and not be applied yet */
  constructor(storage: LogStorage, maxApplyingBytes: number) {
    this.#storage = storage;
    this.#maxApplyingBytes = maxApplyingBytes;
    this.unstable = new Unstable(storage.lastIndex() + 1);
    const compacted = storage.firstIndex() - 1;
    assert(compacted < this.unstable.offset, "storage says that its log ends before it begins");
    this.#committed = compacted;
    this.#applying = compacted;
    this.#applied = compacted;
  }

  /** The highest index known to be committed. */
  get committed(): number {
    return this.#committed;
  }

  /** Entries up to here were handed out to be applied. */
  get applying(): number {
    return this.#applying;
  }

  /** Entries up to here were applied. */
  get applied(): number {
    return this.#applied;
  }

  get firstIndex(): number {
    const snapshot = this.unstable.snapshot;
    return snapshot === undefined ? this.#storage.firstIndex() : snapshot.index + 1;
  }

  get lastIndex(): number {
    return this.unstable.end - 1;
  }

  get lastId(): EntryId {
    const index = this.lastIndex;
    const term = this.term(index);
    if (term === undefined) assert(false, `the term of the last entry (${index}) is unknown`);
    return { term, index };
  }

  /** The term of entry `index`; `undefined` when it is compacted or beyond the end. */
  term(index: number): number | undefined {
    const term = this.unstable.term(index);
    if (term !== undefined) return term;
    if (index >= this.unstable.offset || index + 1 < this.firstIndex) return undefined;
    return this.#storage.term(index);
  }

  matches(id: EntryId): boolean {
    return this.term(id.index) === id.term;
  }

  /** Whether a log that ends in `theirs` is at least as good as this one (Raft paper §5.4.1). */
  isUpToDate(theirs: EntryId): boolean {
    const ours = this.lastId;
    return theirs.term > ours.term || (theirs.term === ours.term && theirs.index >= ours.index);
  }

  /** The last entry at or before `index` whose term is at most `term`: where two logs may still agree. */
  findConflictByTerm(index: number, term: number): EntryId {
    for (let at = index; at > 0; at--) {
      const ours = this.term(at);
      if (ours === undefined) return { index: at, term: 0 };
      if (ours <= term) return { index: at, term: ours };
    }
    return { index: 0, term: 0 };
  }

  /** Appends entries that a leader numbered itself. */
  append(entries: readonly Entry[]): void {
    const first = entries[0];
    if (first === undefined) return;
    assert(first.index > this.#committed, "a committed entry would be overwritten");
    this.unstable.truncateAndAppend(entries);
  }

  /**
   * Takes over what a leader sent and moves the commit index, if the log agrees up to `slice.previous`. Returns the
   * index of the slice's last entry, `undefined` on disagreement.
   */
  appendSlice(slice: LogSlice, leaderCommit: number): number | undefined {
    if (!this.matches(slice.previous)) return undefined;
    const last = slice.previous.index + slice.entries.length;
    const conflict = this.#firstNew(slice.entries);
    if (conflict !== undefined) {
      // Log matching (Raft paper §5.3) says this cannot be: some log was damaged or some vote forgotten.
      if (conflict <= this.#committed) assert(false, `entry ${conflict} conflicts with a committed entry`);
      this.append(slice.entries.slice(conflict - slice.previous.index - 1));
    }
    this.commitTo(Math.min(leaderCommit, last));
    return last;
  }

  commitTo(index: number): void {
    if (index <= this.#committed) return;
    if (index > this.lastIndex) {
      assert(
        false,
        `index ${index} is committed but the log ends at ${this.lastIndex}: was it damaged or lost?`,
      );
    }
    this.#committed = index;
  }

  /** Commits up to `id` if that is the entry there; says whether the commit index moved. */
  maybeCommit(id: EntryId): boolean {
    if (id.index <= this.#committed || !this.matches(id)) return false;
    this.commitTo(id.index);
    return true;
  }

  /** Entries from `low` on, as many as fit; `undefined` when `low` is compacted. */
  entriesFrom(low: number, maxBytes: number): readonly Entry[] | undefined {
    return low > this.lastIndex ? [] : this.slice(low, this.lastIndex + 1, maxBytes);
  }

  /** Entries of [low, high) that fit into `maxBytes`, at least one; `undefined` when `low` is compacted. */
  slice(low: number, high: number, maxBytes: number): readonly Entry[] | undefined {
    assert(low <= high && high <= this.lastIndex + 1, "a slice leaves the log");
    if (low < this.firstIndex) return undefined;
    if (low === high) return [];
    const { offset } = this.unstable;
    if (low >= offset) return within(this.unstable.slice(low, high), maxBytes);

    const stable = this.#storage.entries(low, Math.min(high, offset), maxBytes);
    if (stable === undefined) return undefined;
    assert(stable.length > 0, "storage has no entries where its log has some");
    if (high <= offset || stable.length < offset - low) return stable;
    const left = maxBytes - entriesBytes(stable);
    if (left <= 0) return stable;
    const rest = within(this.unstable.slice(offset, high), left);
    // The first entry of the tail may be too large for what is left.
    return entriesBytes(rest) > left ? stable : [...stable, ...rest];
  }

  /** The newest snapshot, one not yet installed included; `undefined` when none is at hand now. */
  snapshot(): Snapshot | undefined {
    return this.unstable.snapshot ?? this.#storage.snapshot();
  }

  /** A snapshot replaces the whole log. */
  restore(snapshot: Snapshot): void {
    assert(snapshot.index >= this.#committed, "a snapshot would undo committed entries");
    this.#committed = snapshot.index;
    this.unstable.restore(snapshot);
  }

  /** Takes over a commit index read from disk. */
  loadCommit(commit: number): void {
    if (commit < this.#committed || commit > this.lastIndex) {
      assert(
        false,
        `stored commit index ${commit} is outside the log (${this.#committed} to ${this.lastIndex})`,
      );
    }
    this.#committed = commit;
  }

  /** Whether `nextCommitted` would return anything. */
  hasNextCommitted(allowUnstable: boolean): boolean {
    if (this.#applyingPaused || this.unstable.snapshot !== undefined) return false;
    return this.#applying < this.#maxAppliable(allowUnstable);
  }

  /**
   * Committed entries to apply next, within the limit on what is being applied. Without `allowUnstable` only
   * durable ones: a state machine that does not wait for the log must not get ahead of it.
   */
  nextCommitted(allowUnstable: boolean): readonly Entry[] {
    if (!this.hasNextCommitted(allowUnstable)) return [];
    const left = this.#maxApplyingBytes - this.#applyingBytes;
    assert(left > 0, "no room to apply entries, yet applying is not paused");
    const entries = this.slice(this.#applying + 1, this.#maxAppliable(allowUnstable) + 1, left);
    assert(entries !== undefined, "entries were compacted before they were applied");
    return entries;
  }

  /** Entries up to `index`, weighing `bytes`, were handed out to be applied. */
  acceptApplying(index: number, bytes: number, allowUnstable: boolean): void {
    assert(index <= this.#committed, "an entry is being applied before it is committed");
    this.#applying = index;
    this.#applyingBytes += bytes;
    // A batch that was cut short says that the next entry does not fit, whatever the sum says.
    this.#applyingPaused =
      this.#applyingBytes >= this.#maxApplyingBytes || index < this.#maxAppliable(allowUnstable);
  }

  /** Entries up to `index`, weighing `bytes`, were applied. */
  appliedTo(index: number, bytes: number): void {
    if (index > this.#committed || index < this.#applied) {
      assert(false, `entry ${index} was applied, outside ${this.#applied} to ${this.#committed}`);
    }
    this.#applied = index;
    this.#applying = Math.max(this.#applying, index);
    this.#applyingBytes = Math.max(0, this.#applyingBytes - bytes);
    this.#applyingPaused = this.#applyingBytes >= this.#maxApplyingBytes;
  }

  #maxAppliable(allowUnstable: boolean): number {
    return allowUnstable ? this.#committed : Math.min(this.#committed, this.unstable.offset - 1);
  }

  /** Index of the first of `entries` that the log lacks or has otherwise. */
  #firstNew(entries: readonly Entry[]): number | undefined {
    for (const entry of entries) if (this.term(entry.index) !== entry.term) return entry.index;
    return undefined;
  }
}

function within(entries: Entry[], maxBytes: number): Entry[] {
  if (maxBytes === Number.POSITIVE_INFINITY) return entries;
  const count = countWithin(entries, maxBytes);
  return count === entries.length ? entries : entries.slice(0, count);
}
