import type { Snapshot } from "#raft/core/snapshot.ts";

/** Content that was pulled whole into a side place, verified and durable, but is not in use yet. */
export interface StagedSnapshot {
  readonly snapshot: Snapshot;
  /** Removes it, unless it was installed. */
  discard(): void;
}

/** Fetches the content of snapshots, apart from Raft's messages and threads (design §3). */
export interface SnapshotPort {
  /**
   * Pulls from `from` what covers at least entry `atLeast`. `undefined`: it failed, and nothing is left of it.
   * One at a time. `done` is never called from within.
   */
  pull(from: number, atLeast: number, done: (staged: StagedSnapshot | undefined) => void): void;

  /** Gives the pull under way up; its `done` is called all the same. */
  cancel(): void;
}
