// The log storage that tests and benches of raft/core run on: what a log store would show, kept in an array.
import { assert } from "#base/assert.ts";
import { EMPTY_MEMBERSHIP, type Membership } from "#raft/core/confchange/membership.ts";
import { countWithin, type Entry } from "#raft/core/entry.ts";
import { EMPTY_HARD_STATE, type HardState } from "#raft/core/hard-state.ts";
import type { LogStorage } from "#raft/core/log-storage.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";

export class MemoryLog implements LogStorage {
  hardState: HardState = EMPTY_HARD_STATE;
  /** Answers `snapshot()` instead of the one installed last. */
  snapshotSource: (() => Snapshot | undefined) | undefined;
  #snapshot: Snapshot = { index: 0, term: 0, membership: EMPTY_MEMBERSHIP };
  #compacted = { index: 0, term: 0 };
  #entries: Entry[] = [];

  static withMembers(membership: Partial<Membership>, start = { index: 0, term: 0 }): MemoryLog {
    const log = new MemoryLog();
    log.installSnapshot({ ...start, membership: { ...EMPTY_MEMBERSHIP, ...membership } });
    return log;
  }

  static withVoters(...voters: number[]): MemoryLog {
    return MemoryLog.withMembers({ voters });
  }

  initialState() {
    return { hardState: this.hardState, membership: this.#snapshot.membership };
  }

  firstIndex(): number {
    return this.#compacted.index + 1;
  }

  lastIndex(): number {
    return this.#compacted.index + this.#entries.length;
  }

  term(index: number): number | undefined {
    if (index === this.#compacted.index) return this.#compacted.term;
    return this.#entries[index - this.#compacted.index - 1]?.term;
  }

  entries(low: number, high: number, maxBytes: number): readonly Entry[] | undefined {
    if (low <= this.#compacted.index) return undefined;
    assert(high <= this.lastIndex() + 1, "entries were asked beyond the end of the log");
    const base = this.#compacted.index + 1;
    const all = this.#entries.slice(low - base, high - base);
    return maxBytes === Number.POSITIVE_INFINITY ? all : all.slice(0, countWithin(all, maxBytes));
  }

  snapshot(): Snapshot | undefined {
    return this.snapshotSource === undefined ? this.#snapshot : this.snapshotSource();
  }

  append(entries: readonly Entry[]): void {
    const fresh = entries.filter((entry) => entry.index > this.#compacted.index);
    const first = fresh[0];
    if (first === undefined) return;
    assert(first.index <= this.lastIndex() + 1, "an append leaves a gap in the log");
    this.#entries.length = first.index - this.#compacted.index - 1;
    for (const entry of fresh) this.#entries.push(entry);
  }

  installSnapshot(snapshot: Snapshot): void {
    assert(snapshot.index === 0 || snapshot.index > this.#snapshot.index, "a snapshot goes back");
    this.#snapshot = snapshot;
    this.#compacted = { index: snapshot.index, term: snapshot.term };
    this.#entries = [];
  }

  /** Drops entries up to `index`. */
  compact(index: number): void {
    const term = this.term(index);
    assert(term !== undefined && index <= this.lastIndex(), "compaction leaves the log");
    this.#entries = this.#entries.slice(index - this.#compacted.index);
    this.#compacted = { index, term };
  }
}
