import type { Entry } from "#raft/core/entry.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import type { StagedSnapshot } from "./snapshot-port.ts";

/** What applies committed entries. One piece of work after the other; `done` is never called from within. */
export interface StateMachinePort {
  /**
   * Applies consecutive entries. Those that an installed snapshot covers by then are passed over.
   * `done` once readers of the state see their effects.
   */
  apply(entries: readonly Entry[], done: () => void): void;

  /** Puts a staged snapshot in the state's place, durably and at once. Work asked for before is finished first. */
  install(staged: StagedSnapshot, done: () => void): void;

  /** The state may be given to others: it is whole, and no replay is under way. */
  readonly isWhole: boolean;

  /** What the log is to remember beside a snapshot that replaces it. */
  markData(snapshot: Snapshot): Uint8Array;
}
