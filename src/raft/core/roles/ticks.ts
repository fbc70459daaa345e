// Time, as ticks that the embedding counts. Ticks it could not count (a pause, a stall) are told as a gap and
// never made up for: they say nothing about the others.
import { broadcastHeartbeat } from "../leading/replication.ts";
import { abandonTransfer, handOverIfReluctant } from "../leading/transfer.ts";
import type { RaftState } from "../state/raft-state.ts";
import { isPromotable, tryCampaign } from "./elections.ts";
import { becomeFollower } from "./transitions.ts";

export function tick(state: RaftState): void {
  state.ticks++;
  state.electionElapsed++;
  if (state.role === "leader") tickLeader(state);
  else tickElection(state);
}

/**
 * Time passed that was not counted. A follower waits a whole timeout again before it campaigns, but does not claim
 * to have heard its leader lately. A leader must prove itself anew before its lease answers reads.
 */
export function tickGap(state: RaftState): void {
  state.electionElapsed = 0;
  if (state.role === "leader") {
    state.lease.suspend();
    state.heartbeatElapsed = 0;
    broadcastHeartbeat(state);
  } else if (state.options.readMode === "safe") {
    state.leaderHeard = false;
  }
}

function tickElection(state: RaftState): void {
  // Patience of a reluctant node: whoever is better suited has had a whole timeout to come forward.
  const timeout = state.randomizedElectionTicks * (state.reluctant ? 2 : 1);
  if (state.electionElapsed < timeout || !isPromotable(state)) return;
  state.electionElapsed = 0;
  tryCampaign(state, state.options.preVote ? "pre-vote" : "vote");
}

function tickLeader(state: RaftState): void {
  state.heartbeatElapsed++;
  if (state.electionElapsed >= state.electionTicks) {
    state.electionElapsed = 0;
    if (state.options.checkQuorum) checkQuorum(state);
    abandonTransfer(state);
  }
  if (state.role !== "leader" || state.heartbeatElapsed < state.options.heartbeatTicks) return;
  state.heartbeatElapsed = 0;
  broadcastHeartbeat(state);
  handOverIfReluctant(state);
}

/** A leader that no quorum answers steps down: another may lead already (thesis §6.2). */
function checkQuorum(state: RaftState): void {
  if (!state.tracker.quorumActive()) becomeFollower(state, state.term, 0);
  state.tracker.forgetActivity(state.id);
}
