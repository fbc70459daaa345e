/** Which prefix of the log a snapshot stands for. The snapshot's content lives elsewhere. */
export interface SnapshotMark {
  /** The last entry that the snapshot covers, and its term. */
  readonly index: number;
  readonly term: number;
  /** Opaque to the log, such as the membership; at most `snapshotBytes` of the log's limits. */
  readonly data: Uint8Array;
}
