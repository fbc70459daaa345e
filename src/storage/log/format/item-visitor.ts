import type { EntryKind } from "#raft/core/entry.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { SnapshotMark } from "../snapshot-mark.ts";

/** An entry as it lies in a record: the data is only pointed at. */
export interface EntryHead {
  readonly index: number;
  readonly term: number;
  readonly kind: EntryKind;
  /** Of the data, from the record's first byte. */
  readonly dataOffset: number;
  readonly dataBytes: number;
}

/** What a segment starts from. */
export interface LogStart {
  readonly last: { readonly index: number; readonly term: number };
  readonly compacted: { readonly index: number; readonly term: number };
  readonly checkpoint: number;
  readonly hardState: HardState;
}

/** Is told a record's items in order. Bytes share memory with the record. */
export interface ItemVisitor {
  onStart(start: LogStart): void;
  onInstall(mark: SnapshotMark): void;
  onHardState(state: HardState): void;
  onTruncate(fromIndex: number): void;
  onEntry(entry: EntryHead): void;
  onSnapshot(mark: SnapshotMark): void;
  onCheckpoint(index: number): void;
  onCompact(index: number, term: number): void;
}
