// The port between the core and whatever agrees on writes. Log entries are unconditional: conditions (`checks`)
// are judged by the leader when it accepts a proposal, against applied state plus its own pending writes.
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { ProposalId } from "./proposal-id.ts";
import type { Write } from "./write.ts";

/** The caller read `key` at `version` (0: it was absent) and what it proposes is right only while that holds. */
export interface Check {
  key: string;
  version: number;
}

export interface Proposal {
  /** Seal epoch under which the values were encrypted: an older one is refused. */
  epoch: number;
  checks: readonly Check[];
  writes: readonly Write[];
  /** Keeps its value when the same request is tried again after a conflict or re-sent to a new leader. */
  id: ProposalId;
}

export type Outcome =
  /** Applied on this node; every write carries `version`. */
  | { kind: "committed"; version: number }
  /** Not executed: `key` is no longer at the version that was read. Read again and retry. */
  | { kind: "conflict"; key: string }
  /** Not executed. */
  | { kind: "not-leader" }
  /** Not executed: queues are full, or the barrier was sealed meanwhile. */
  | { kind: "busy"; reason: string }
  /** May or may not be executed, now or later. */
  | { kind: "unknown"; reason: string };

export interface Consensus {
  /** Settles when the outcome is known. Never rejects for a reason of the cluster. */
  propose(proposal: Proposal): Promise<Outcome>;

  /**
   * Reads made after this resolves see every write acknowledged before it was called (Raft §6.4, ReadIndex).
   * `false`: this node can not promise that now.
   */
  readGate(): MaybePromise<boolean>;
}
