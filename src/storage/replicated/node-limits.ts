import type { CoreLimits, NodeTiming } from "#raft/node/raft-node-options.ts";
import { type CheckpointLimits, DEFAULT_CHECKPOINT_LIMITS } from "./state/checkpoints.ts";

/** Every queue of a node has a bound; past it, proposals are refused as `busy`. */
export interface NodeLimits {
  readonly core: CoreLimits;
  readonly timing: Partial<NodeTiming>;
  readonly checkpoints: CheckpointLimits;
  /** Newest entries kept in memory. */
  readonly cacheBytes: number;
  /** Proposals accepted and not settled. */
  readonly maxPending: number;
  /** Entries committed and not applied. */
  readonly maxUnapplied: number;
  /** Bytes on their way to the disk. */
  readonly maxUnwrittenBytes: number;
  /** How long an asker is kept waiting for certainty after leadership was lost. */
  readonly doubtMs: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_NODE_LIMITS: NodeLimits = {
  core: {},
  timing: {},
  checkpoints: DEFAULT_CHECKPOINT_LIMITS,
  cacheBytes: 16 * MIB,
  maxPending: 32_768,
  maxUnapplied: 16_384,
  maxUnwrittenBytes: 32 * MIB,
  doubtMs: 2000,
};
