// Elections (Raft paper §5.2, §5.4.1; pre-vote: thesis §9.6): starting one, voting in one, counting one.
import { assert } from "#base/assert.ts";
import { broadcastAppend } from "../leading/replication.ts";
import type { EntryId } from "../log/unstable.ts";
import type { MessageOf } from "../message.ts";
import type { VoteResult } from "../quorum/majority.ts";
import { send } from "../state/outbox.ts";
import type { RaftState } from "../state/raft-state.ts";
import { becomeCandidate, becomeFollower, becomeLeader, becomePreCandidate } from "./transitions.ts";

/** `transfer`: the leader asked for it, so there is no need to find out first whether it would be disruptive. */
export type CampaignKind = "pre-vote" | "vote" | "transfer";

/** Why a node did not campaign. */
export type CampaignRefusal = "already-leader" | "not-a-voter" | "changes-not-applied";

/** Starts an election if this node may lead. */
export function tryCampaign(state: RaftState, kind: CampaignKind): CampaignRefusal | undefined {
  if (state.role === "leader") return "already-leader";
  if (!isPromotable(state)) return "not-a-voter";
  // It might be about to learn that it is no member any more, or that quorums are others than it thinks.
  if (hasUnappliedConfChange(state)) return "changes-not-applied";
  campaign(state, kind);
  return undefined;
}

/** Whether this node may lead: it votes, and its log is not about to be replaced by a snapshot. */
export function isPromotable(state: RaftState): boolean {
  const self = state.tracker.progressOf(state.id);
  return self !== undefined && !self.learner && state.log.unstable.snapshot === undefined;
}

/** Answers a vote or pre-vote of a term that is not below this node's. */
export function handleVoteRequest(state: RaftState, request: MessageOf<"vote" | "pre-vote">): void {
  const theirs: EntryId = { term: request.lastTerm, index: request.lastIndex };
  // A learner votes too: it may have been promoted by a change that it has not received yet.
  const granted = mayVote(state, request) && state.log.isUpToDate(theirs);
  send(state, {
    kind: request.kind === "vote" ? "vote-response" : "pre-vote-response",
    from: state.id,
    to: request.from,
    // A granted pre-vote answers for the term it was asked about, which this node has not adopted.
    term: granted ? request.term : state.term,
    rejected: !granted,
  });
  if (granted && request.kind === "vote") {
    state.electionElapsed = 0;
    state.vote = request.from;
  }
}

/** Counts an answer to this node's own campaign. */
export function countVote(
  state: RaftState,
  response: MessageOf<"vote-response" | "pre-vote-response">,
): VoteResult {
  state.tracker.recordVote(response.from, !response.rejected);
  const result = state.tracker.voteResult();
  if (result === "lost") becomeFollower(state, state.term, 0);
  if (result !== "won") return result;
  if (state.role === "pre-candidate") {
    campaign(state, "vote");
  } else {
    becomeLeader(state);
    broadcastAppend(state);
  }
  return result;
}

/**
 * Whether this node has promised not to help depose its leader: it heard it within the minimum election timeout
 * (thesis §4.2.3), or may have done so before a restart.
 */
export function protectsLeader(state: RaftState): boolean {
  if (!state.options.checkQuorum) return false;
  if (state.ticks < state.voteFromTick) return true;
  return state.leader !== 0 && state.leaderHeard && state.electionElapsed < state.electionTicks;
}

function mayVote(state: RaftState, request: MessageOf<"vote" | "pre-vote">): boolean {
  if (state.vote === request.from) return true;
  if (state.vote === 0 && state.leader === 0) return true;
  return request.kind === "pre-vote" && request.term > state.term;
}

function campaign(state: RaftState, kind: CampaignKind): void {
  assert(isPromotable(state), "a node that may not lead campaigns");
  const preVote = kind === "pre-vote";
  if (preVote) becomePreCandidate(state);
  else becomeCandidate(state);
  const term = preVote ? state.term + 1 : state.term;
  const last = state.log.lastId;
  for (const to of state.tracker.voters) {
    const envelope = { from: state.id, to, term };
    if (to === state.id) {
      // Its own vote counts, like any other, once it is durable.
      send(state, { ...envelope, kind: preVote ? "pre-vote-response" : "vote-response", rejected: false });
    } else {
      send(state, {
        ...envelope,
        kind: preVote ? "pre-vote" : "vote",
        lastIndex: last.index,
        lastTerm: last.term,
        transfer: kind === "transfer",
      });
    }
  }
}

function hasUnappliedConfChange(state: RaftState): boolean {
  const { log, options } = state;
  let low = log.applied + 1;
  while (low <= log.committed) {
    const page = log.slice(low, log.committed + 1, options.maxApplyingBytes);
    assert(page !== undefined && page.length > 0, "entries were compacted before they were applied");
    if (page.some((entry) => entry.kind === "conf-change")) return true;
    low += page.length;
  }
  return false;
}
