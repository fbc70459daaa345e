// Who takes part, as a plain value: what snapshots carry, what configuration changes turn into one another, and
// what quorums are counted over. Every list is in ascending order of id, so that nothing depends on insertion.

export interface Membership {
  /** Voters; during a joint change, those of the incoming half. */
  readonly voters: readonly number[];
  /** Voters of the half that a joint change will leave behind; empty outside one. */
  readonly votersOutgoing: readonly number[];
  /** Receive the log, never count. */
  readonly learners: readonly number[];
  /** Voters of the outgoing half that become learners when the joint change is left. */
  readonly learnersNext: readonly number[];
  /** Whether the leader leaves the joint change by itself once it is committed. */
  readonly autoLeave: boolean;
}

export const EMPTY_MEMBERSHIP: Membership = Object.freeze({
  voters: Object.freeze([]),
  votersOutgoing: Object.freeze([]),
  learners: Object.freeze([]),
  learnersNext: Object.freeze([]),
  autoLeave: false,
});

export function isJoint(membership: Membership): boolean {
  return membership.votersOutgoing.length > 0;
}

/** Both halves' voters, without repetition, ascending. */
export function allVoters(membership: Membership): number[] {
  return ascending([...membership.voters, ...membership.votersOutgoing]);
}

/** Everyone named, without repetition, ascending. */
export function allMembers(membership: Membership): number[] {
  const { voters, votersOutgoing, learners, learnersNext } = membership;
  return ascending([...voters, ...votersOutgoing, ...learners, ...learnersNext]);
}

/** Distinct ids in ascending order. */
export function ascending(ids: Iterable<number>): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}
