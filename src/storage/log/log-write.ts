import type { Entry } from "#raft/core/entry.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { SnapshotMark } from "./snapshot-mark.ts";

/**
 * One thing to make durable; parts take effect in the order below. After a crash a write that was not acknowledged
 * may be there up to any point of that order (a hard state is whole or absent, so are an `install` and its entry).
 * Rules whose breach is an assertion and ends the process are said at each part.
 */
export interface LogWrite {
  /**
   * A snapshot that the state store holds, durably, in place of the log: all entries go, the log goes on after
   * `index`, and the checkpoint moves there.
   */
  readonly install?: SnapshotMark;
  /** Term and vote in one record. The term never falls. `commit` is at most the last index after this write. */
  readonly hardState?: HardState;
  /** Removes this entry and all after it (Raft §5.3, conflict). Above checkpoint and snapshot. */
  readonly truncateFrom?: number;
  /** Ascending without a gap; the first may replace an entry of the log, which removes all after it. */
  readonly entries?: readonly Entry[];
  /** Describes a snapshot of the state up to `index`, which the log holds or held. */
  readonly snapshot?: SnapshotMark;
  /**
   * The state store is durable with everything up to this entry applied: a replay begins after it. It may move
   * back (a rebuilt state store), but not below what is compacted.
   */
  readonly checkpoint?: number;
  /** Entries up to `index`, whose term is `term`, are not needed any more. Not above the checkpoint. */
  readonly compactTo?: { readonly index: number; readonly term: number };
}
