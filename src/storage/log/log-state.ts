// What the log says, in memory: folded from its records one by one, by the writer as it writes, by recovery as it
// reads, and by a reader on another thread as it is told of new records. One set of rules for all three.
import { assert } from "#base/assert.ts";
import { EMPTY_HARD_STATE, type HardState } from "#raft/core/hard-state.ts";
import type { EntryHead, ItemVisitor, LogStart } from "./format/item-visitor.ts";
import { offsetAt, segmentAt, segmentName } from "./format/layout.ts";
import { visitItems } from "./format/visit-items.ts";
import { EntryIndex, type EntryIndexDump } from "./index/entry-index.ts";
import type { EntryLocation } from "./index/entry-location.ts";
import { TermRuns, type TermRunsDump } from "./index/term-runs.ts";
import type { SnapshotMark } from "./snapshot-mark.ts";

/** A state as plain values that another thread can be sent. */
export interface LogStateDump {
  readonly start: LogStart;
  readonly snapshot: SnapshotMark | undefined;
  readonly index: EntryIndexDump;
  readonly terms: TermRunsDump;
}

const NOTHING = { index: 0, term: 0 };

export class LogState implements ItemVisitor {
  #hardState: HardState = EMPTY_HARD_STATE;
  #compacted = NOTHING;
  #checkpoint = 0;
  #snapshot: SnapshotMark | undefined;
  #index = new EntryIndex(1);
  #terms = new TermRuns(0, 0);
  #hasStarted = false;
  /** The record that `apply` is going through. */
  #record = { recordPosition: 0, recordBytes: 0 };

  static load(dump: LogStateDump): LogState {
    const state = new LogState();
    state.#adopt(dump.start);
    state.#snapshot = dump.snapshot;
    state.#index = EntryIndex.load(dump.index);
    state.#terms = TermRuns.load(dump.terms);
    return state;
  }

  dump(): LogStateDump {
    const snapshot = this.#snapshot;
    return { start: this.asStart(), snapshot, index: this.#index.dump(), terms: this.#terms.dump() };
  }

  /** Takes in one sealed record that lies at `position`. @throws InvariantError when it breaks a rule of the log */
  apply(record: Uint8Array, position: number): void {
    this.#record = { recordPosition: position, recordBytes: record.length };
    visitItems(record, { file: segmentName(segmentAt(position)), offset: offsetAt(position) }, this);
  }

  get firstIndex(): number {
    return this.#compacted.index + 1;
  }

  get lastIndex(): number {
    return this.#index.last;
  }

  get lastTerm(): number {
    return this.lastIndex === this.#compacted.index
      ? this.#compacted.term
      : this.#terms.termAt(this.lastIndex);
  }

  /** `undefined` when the entry is compacted (but for the last compacted one) or beyond the end. */
  term(index: number): number | undefined {
    if (index === this.#compacted.index) return this.#compacted.term;
    return index >= this.firstIndex && index <= this.lastIndex ? this.#terms.termAt(index) : undefined;
  }

  locate(index: number): EntryLocation | undefined {
    return this.#index.locate(index);
  }

  /**
   * `commit` is brought into line with the log: whatever a checkpoint covers is committed, and a commit index
   * whose entries were torn off with the same unacknowledged write is cut back.
   */
  get hardState(): HardState {
    const { term, vote, commit } = this.#hardState;
    return { term, vote, commit: Math.min(Math.max(commit, this.#checkpoint), this.lastIndex) };
  }

  /** As it was written; see `hardState`. */
  get writtenCommit(): number {
    return this.#hardState.commit;
  }

  /** The state store is durable up to here. */
  get checkpoint(): number {
    return this.#checkpoint;
  }

  /** The newest entry that is gone, and its term. */
  get compacted(): { readonly index: number; readonly term: number } {
    return this.#compacted;
  }

  get snapshot(): SnapshotMark | undefined {
    return this.#snapshot;
  }

  /** False while entries after the compacted ones have not been seen: their segments are missing. */
  get isComplete(): boolean {
    return this.#index.first <= this.firstIndex;
  }

  /** The oldest segment with an entry that is still needed; `current` when there is none. */
  oldestSegment(current: number): number {
    const location = this.#index.locate(this.#index.first);
    return location === undefined ? current : segmentAt(location.recordPosition);
  }

  /** What a new segment begins with, so that older ones may go. The snapshot's mark follows as an item of its own. */
  asStart(): LogStart {
    const last = { index: this.lastIndex, term: this.lastTerm };
    return { last, compacted: this.#compacted, checkpoint: this.#checkpoint, hardState: this.#hardState };
  }

  // What follows is told by `apply`.

  onStart(start: LogStart): void {
    if (!this.#hasStarted) this.#adopt(start);
    const { last, ...rest } = this.asStart();
    const { last: startLast, ...startRest } = start;
    const same = last.index === startLast.index && JSON.stringify(rest) === JSON.stringify(startRest);
    assert(same, "a segment does not start from what the segment before it ended with");
    if (this.#index.last < this.#index.first) this.#terms = new TermRuns(startLast.index, startLast.term);
  }

  onInstall(mark: SnapshotMark): void {
    assert(mark.index >= this.#compacted.index, "a snapshot older than the log is installed");
    this.#index = new EntryIndex(mark.index + 1);
    this.#terms = new TermRuns(mark.index, mark.term);
    this.#compacted = { index: mark.index, term: mark.term };
    this.#checkpoint = mark.index;
    this.#snapshot = copyOf(mark);
  }

  onHardState(state: HardState): void {
    const { term, vote } = this.#hardState;
    assert(state.term >= term, "the term falls");
    const votesTwice = state.term === term && vote !== 0 && state.vote !== vote;
    assert(!votesTwice, "the vote of a term changes");
    this.#hardState = state;
  }

  onTruncate(fromIndex: number): void {
    assert(fromIndex > this.#checkpoint, "the log is truncated at or below its checkpoint");
    assert(fromIndex > (this.#snapshot?.index ?? 0), "the log is truncated at or below its snapshot");
    if (fromIndex >= this.#index.first) {
      this.#index.truncateFrom(fromIndex);
      this.#terms.truncateFrom(fromIndex);
      return;
    }
    // Only while reading a log whose oldest segments are gone: entries in between are compacted further on.
    this.#index = new EntryIndex(fromIndex);
    this.#terms = new TermRuns(fromIndex - 1, 0);
  }

  onEntry({ index, term, dataBytes }: EntryHead): void {
    if (index <= this.lastIndex) this.onTruncate(index);
    assert(index === this.lastIndex + 1, "an entry leaves a gap in the log");
    assert(term >= this.lastTerm, "an entry has an older term than the one before it");
    const { recordPosition, recordBytes } = this.#record;
    this.#index.append({ recordPosition, recordBytes, dataBytes });
    this.#terms.append(index, term);
  }

  onSnapshot(mark: SnapshotMark): void {
    assert(mark.index <= this.lastIndex, "a snapshot covers entries that the log never had");
    this.#snapshot = copyOf(mark);
  }

  onCheckpoint(index: number): void {
    assert(index >= this.#compacted.index && index <= this.lastIndex, "a checkpoint lies outside the log");
    this.#checkpoint = index;
  }

  onCompact(index: number, term: number): void {
    assert(index <= this.#checkpoint, "the log is compacted above its checkpoint");
    if (index <= this.#compacted.index) return;
    this.#index.dropThrough(index);
    this.#terms.dropBefore(index);
    this.#compacted = { index, term };
  }

  #adopt(start: LogStart): void {
    this.#hasStarted = true;
    this.#hardState = start.hardState;
    this.#compacted = start.compacted;
    this.#checkpoint = start.checkpoint;
    this.#index = new EntryIndex(start.last.index + 1);
    this.#terms = new TermRuns(start.last.index, start.last.term);
  }
}

function copyOf(mark: SnapshotMark): SnapshotMark {
  return { index: mark.index, term: mark.term, data: mark.data.slice() };
}
