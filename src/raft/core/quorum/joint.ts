// Decisions under joint consensus (Raft paper §6): both majorities must agree. Outside a membership change the
// outgoing half is empty and agrees to everything.
import { type Acknowledged, majorityCommitted, majorityVote, type VoteResult } from "./majority.ts";

/** Two sets of voters, each in ascending order of id. */
export interface JointVoters {
  readonly voters: readonly number[];
  readonly votersOutgoing: readonly number[];
}

/** The highest position that both majorities have acknowledged. */
export function jointCommitted(joint: JointVoters, acknowledged: Acknowledged): number {
  return Math.min(
    majorityCommitted(joint.voters, acknowledged),
    majorityCommitted(joint.votersOutgoing, acknowledged),
  );
}

/** Won when both halves are won, lost as soon as one is. */
export function jointVote(joint: JointVoters, votes: ReadonlyMap<number, boolean>): VoteResult {
  const incoming = majorityVote(joint.voters, votes);
  const outgoing = majorityVote(joint.votersOutgoing, votes);
  if (incoming === outgoing) return incoming;
  return incoming === "lost" || outgoing === "lost" ? "lost" : "pending";
}
