// Changes of role (Raft paper figure 4). Each forgets what belonged to the role before.
import { assert } from "#base/assert.ts";
import { EMPTY_BYTES } from "#base/bytes.ts";
import { appendAsLeader } from "../leading/leader-log.ts";
import type { RaftState } from "../state/raft-state.ts";

export function becomeFollower(state: RaftState, term: number, leader: number): void {
  reset(state, term);
  state.leader = leader;
  state.role = "follower";
}

export function becomeCandidate(state: RaftState): void {
  assert(state.role !== "leader", "a leader would campaign against itself");
  reset(state, state.term + 1);
  state.vote = state.id;
  state.role = "candidate";
}

/** Term and vote stay: nothing has happened yet that anyone must remember. */
export function becomePreCandidate(state: RaftState): void {
  assert(state.role !== "leader", "a leader would campaign against itself");
  state.tracker.resetVotes();
  state.leader = 0;
  state.role = "pre-candidate";
}

export function becomeLeader(state: RaftState): void {
  assert(state.role === "candidate", "only a candidate can win an election");
  reset(state, state.term);
  state.leader = state.id;
  state.role = "leader";
  const self = state.tracker.progressOf(state.id);
  assert(self !== undefined, "a leader is a member");
  self.becomeReplicate();
  self.recentlyActive = true;
  // There may be a change among the entries of earlier terms; waiting for all of them is cheaper than looking.
  state.pendingConfIndex = state.log.lastIndex;
  // Entries of earlier terms can only be committed through one of this term (Raft paper §5.4.2).
  const appended = appendAsLeader(state, [{ kind: "data", data: EMPTY_BYTES }]);
  assert(appended, "a new leader's first entry weighs nothing");
}

export function randomizeElection(state: RaftState): void {
  state.randomizedElectionTicks = state.electionTicks + state.options.random(state.electionTicks);
}

function reset(state: RaftState, term: number): void {
  assert(Number.isSafeInteger(term) && term >= state.term, "terms only grow");
  if (state.term !== term) {
    state.term = term;
    state.vote = 0;
  }
  state.leader = 0;
  state.leaderHeard = true;
  state.electionElapsed = 0;
  state.heartbeatElapsed = 0;
  randomizeElection(state);
  state.transferee = 0;
  state.failedTransferee = 0;
  state.pendingConfIndex = 0;
  state.uncommittedBytes = 0;
  state.tracker.resetVotes();
  state.tracker.resetProgress(state.id, state.log.lastIndex);
  state.reads.clear();
  state.lease.clear();
}
