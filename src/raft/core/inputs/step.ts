// One message in. First its term decides who is out of date (Raft paper §5.1), then the role decides what to do.
import { propose } from "../leading/proposals.ts";
import type { Message, TermedMessage } from "../message.ts";
import type { DropReason } from "../proposal-outcome.ts";
import { stepCandidate } from "../roles/candidate.ts";
import { handleVoteRequest, protectsLeader } from "../roles/elections.ts";
import { stepFollower } from "../roles/follower.ts";
import { stepLeader } from "../roles/leader.ts";
import { becomeFollower } from "../roles/transitions.ts";
import { send } from "../state/outbox.ts";
import type { RaftState } from "../state/raft-state.ts";
import { malformation } from "./message-check.ts";

/**
 * Why a message had no effect at all. `malformed` and `term-jump` deserve an alarm: no correct member sends such.
 * `unknown-peer`: an answer from a node that is no member (any more). `dropped`: a forwarded proposal.
 */
export type StepRefusal =
  | { readonly kind: "malformed"; readonly detail: string }
  | { readonly kind: "term-jump"; readonly term: number; readonly ownTerm: number }
  | { readonly kind: "unknown-peer" }
  | { readonly kind: "dropped"; readonly reason: DropReason };

/** Takes in a message from a peer, or one to oneself that storage has released. */
export function step(state: RaftState, message: Message): StepRefusal | undefined {
  const detail = message.to === state.id ? malformation(message) : "the message is for another node";
  if (detail !== undefined) return { kind: "malformed", detail };
  if (isAnswer(message) && state.tracker.progressOf(message.from) === undefined) {
    return { kind: "unknown-peer" };
  }
  if (message.kind === "propose") return stepProposal(state, message);
  if (message.kind === "read-index") {
    stepRole(state, message);
    return undefined;
  }
  if (message.term > state.term + state.options.maxTermJump) {
    return { kind: "term-jump", term: message.term, ownTerm: state.term };
  }
  if (admitTerm(state, message)) stepTerm(state, message);
  return undefined;
}

/** Brings this node's term up to the message's where it must be. False when that settles the message. */
function admitTerm(state: RaftState, message: TermedMessage): boolean {
  if (message.term < state.term) {
    answerStale(state, message);
    return false;
  }
  if (message.term === state.term) return true;
  switch (message.kind) {
    case "pre-vote":
      // Asking changes nobody's term.
      return message.transfer || !protectsLeader(state);
    case "pre-vote-response":
      // A granted one repeats the future term of this node's own question; a refusal tells of a real one.
      if (message.rejected) becomeFollower(state, message.term, 0);
      return true;
    case "vote":
      if (!message.transfer && protectsLeader(state)) return false;
      becomeFollower(state, message.term, 0);
      return true;
    case "append":
    case "heartbeat":
    case "snapshot":
      becomeFollower(state, message.term, message.from);
      return true;
    default:
      becomeFollower(state, message.term, 0);
      return true;
  }
}

/** The sender is behind. It is told only where it could not find out otherwise. */
function answerStale(state: RaftState, message: TermedMessage): void {
  const envelope = { from: state.id, to: message.from, term: state.term };
  const { checkQuorum, preVote } = state.options;
  switch (message.kind) {
    case "append":
    case "heartbeat":
      // This node may have raised its term while it was cut off; the leader's followers now refuse its votes, and
      // it refuses the leader's messages. Its higher term frees it: the leader steps down.
      if (!checkQuorum && !preVote) return;
      send(state, {
        ...envelope,
        kind: "append-response",
        index: 0,
        rejected: false,
        hintIndex: 0,
        hintTerm: 0,
      });
      return;
    case "pre-vote":
      // Silence could leave a candidate with a worse log but a higher term waiting for ever.
      send(state, { ...envelope, kind: "pre-vote-response", rejected: true });
      return;
    default:
      return;
  }
}

function stepTerm(state: RaftState, message: TermedMessage): void {
  if (message.kind === "vote" || message.kind === "pre-vote") handleVoteRequest(state, message);
  else stepRole(state, message);
}

function stepRole(state: RaftState, message: Message): void {
  if (state.role === "leader") stepLeader(state, message);
  else if (state.role === "follower") stepFollower(state, message);
  else stepCandidate(state, message);
}

function stepProposal(state: RaftState, { entries }: Message & { kind: "propose" }): StepRefusal | undefined {
  // A leader that checks proposals before it takes them must not get any past that check.
  if (!state.options.proposalForwarding) return { kind: "dropped", reason: "not-leader" };
  const outcome = propose(state, entries);
  return outcome.kind === "dropped" ? { kind: "dropped", reason: outcome.reason } : undefined;
}

function isAnswer(message: Message): boolean {
  switch (message.kind) {
    case "append-response":
    case "vote-response":
    case "pre-vote-response":
    case "heartbeat-response":
    case "read-index-response":
      return true;
    default:
      return false;
  }
}
