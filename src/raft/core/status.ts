// A node's state for those who watch it: metrics, autopilot, the operator's commands.
import type { Membership } from "./confchange/membership.ts";
import type { Role } from "./soft-state.ts";
import type { RaftState } from "./state/raft-state.ts";
import type { ProgressState } from "./tracker/progress.ts";

export interface MemberStatus {
  readonly id: number;
  readonly match: number;
  readonly next: number;
  readonly state: ProgressState;
  readonly learner: boolean;
  readonly paused: boolean;
  readonly recentlyActive: boolean;
  readonly pendingSnapshot: number;
  readonly inflightMessages: number;
  readonly inflightBytes: number;
  readonly inflightFull: boolean;
}

export interface Status {
  readonly id: number;
  readonly term: number;
  readonly vote: number;
  readonly role: Role;
  readonly leader: number;
  readonly transferee: number;
  readonly firstIndex: number;
  readonly lastIndex: number;
  /** Entries up to here are known to be durable on this node; 0 while a snapshot is being installed. */
  readonly stableIndex: number;
  readonly committed: number;
  readonly applied: number;
  readonly uncommittedBytes: number;
  readonly membership: Membership;
  /** Ascending by id; empty unless this node leads. */
  readonly members: readonly MemberStatus[];
}

export function statusOf(state: RaftState): Status {
  const { log, tracker } = state;
  return {
    id: state.id,
    term: state.term,
    vote: state.vote,
    role: state.role,
    leader: state.leader,
    transferee: state.transferee,
    firstIndex: log.firstIndex,
    lastIndex: log.lastIndex,
    stableIndex: log.unstable.snapshot === undefined ? log.unstable.offset - 1 : 0,
    committed: log.committed,
    applied: log.applied,
    uncommittedBytes: state.uncommittedBytes,
    membership: tracker.membership,
    members: state.role === "leader" ? membersOf(state) : [],
  };
}

function membersOf({ tracker }: RaftState): MemberStatus[] {
  return tracker.members.flatMap((id) => {
    const progress = tracker.progressOf(id);
    if (progress === undefined) return [];
    const { match, next, state, learner, paused, recentlyActive, pendingSnapshot, inflights } = progress;
    return [
      {
        id,
        match,
        next,
        state,
        learner,
        paused,
        recentlyActive,
        pendingSnapshot,
        inflightMessages: inflights.count,
        inflightBytes: inflights.bytes,
        inflightFull: inflights.full,
      },
    ];
  });
}
