// A snapshot as Raft sees it: which prefix of the log it stands for. Its content is pulled apart from Raft.
import type { Membership } from "./confchange/membership.ts";

export interface Snapshot {
  /** The last entry that the snapshot covers. */
  readonly index: number;
  /** That entry's term. */
  readonly term: number;
  /** Who took part once that entry was applied. */
  readonly membership: Membership;
}
