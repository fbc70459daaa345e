// Reads without writing to the log (thesis §6.4): the leader notes its commit index and proves, by a round of
// heartbeats or by a lease, that it was still leader when the read came.
import { send } from "../state/outbox.ts";
import type { RaftState } from "../state/raft-state.ts";
import type { ReadRequest } from "../state/read-queue.ts";
import { hasCommittedInTerm } from "./leader-log.ts";
import { broadcastHeartbeat } from "./replication.ts";

/** Leader: takes a read in. False when too many wait already. */
export function acceptRead(state: RaftState, request: ReadRequest): boolean {
  if (state.reads.full) return false;
  // Before its term's first commit a leader may not know of entries that were committed, and acknowledged, before.
  if (hasCommittedInTerm(state)) serveRead(state, request);
  else state.reads.postpone(request);
  return true;
}

/** Leader: the term has its first commit, so postponed reads may go on. */
export function releasePostponedReads(state: RaftState): void {
  if (!hasCommittedInTerm(state)) return;
  for (const request of state.reads.takePostponed()) serveRead(state, request);
}

/** Leader: counts a member's answer to a round of heartbeats. */
export function handleReadRound(state: RaftState, from: number, round: number): void {
  const leased = state.options.readMode === "lease";
  state.reads.acknowledge(from, round);
  if (!leased && state.reads.waiting === 0) return;
  const confirmed = state.reads.quorumRound(state.tracker.membership);
  if (leased) state.lease.confirm(confirmed);
  for (const { request, index } of state.reads.confirm(confirmed)) answerRead(state, request, index);
}

function serveRead(state: RaftState, request: ReadRequest): void {
  const index = state.log.committed;
  if (state.tracker.isSoleVoter(state.id) || mayUseLease(state)) {
    answerRead(state, request, index);
  } else {
    state.reads.wait({ request, index, round: broadcastHeartbeat(state) });
  }
}

function mayUseLease(state: RaftState): boolean {
  if (state.options.readMode !== "lease" || state.transferee !== 0) return false;
  // Not `state.electionTicks`, which may have grown: a follower that has not heard of that promises only this much.
  return state.lease.holds(state.ticks, state.options.electionTicks);
}

function answerRead(state: RaftState, { from, context }: ReadRequest, index: number): void {
  if (from === state.id) {
    state.readStates.push({ context, index });
  } else {
    send(state, {
      kind: "read-index-response",
      from: state.id,
      to: from,
      term: state.term,
      context,
      index,
    });
  }
}
