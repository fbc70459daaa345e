// A follower: does what the leader says, and sends on to it what only a leader can do.
import type { Message, MessageOf } from "../message.ts";
import { send } from "../state/outbox.ts";
import type { RaftState } from "../state/raft-state.ts";
import { tryCampaign } from "./elections.ts";
import { handleAppend, handleHeartbeat, handleSnapshot } from "./follower-log.ts";

export function stepFollower(state: RaftState, message: Message): void {
  switch (message.kind) {
    case "append":
    case "heartbeat":
    case "snapshot":
      followLeader(state, message);
      return;
    case "timeout-now":
      tryCampaign(state, "transfer");
      return;
    case "transfer-leader":
      forwardTransfer(state, message.transferee);
      return;
    case "read-index":
      forwardRead(state, message);
      return;
    case "read-index-response":
      state.readStates.push({ context: message.context, index: message.index });
      return;
    default:
      // Answers to an earlier leadership or candidacy.
      return;
  }
}

/** A message that only the leader of this term can have sent. */
export function followLeader(
  state: RaftState,
  message: MessageOf<"append" | "heartbeat" | "snapshot">,
): void {
  state.electionElapsed = 0;
  state.leaderHeard = true;
  state.leader = message.from;
  if (message.kind === "append") handleAppend(state, message);
  else if (message.kind === "heartbeat") handleHeartbeat(state, message);
  else handleSnapshot(state, message);
}

/** False when no leader is known. */
export function forwardTransfer(state: RaftState, transferee: number): boolean {
  if (state.leader === 0) return false;
  send(state, { kind: "transfer-leader", from: state.id, to: state.leader, term: state.term, transferee });
  return true;
}

/** Asks the leader on behalf of whoever asked. False when none is known. */
export function forwardRead(state: RaftState, read: { from: number; context: number }): boolean {
  if (state.leader === 0) return false;
  send(state, { kind: "read-index", from: read.from, to: state.leader, context: read.context });
  return true;
}

/** Stops waiting for the leader: its connection broke. It protects it no longer from other candidates. */
export function forgetLeader(state: RaftState): boolean {
  // A lease rests on followers that keep to their leader whatever happens.
  if (state.role !== "follower" || state.options.readMode === "lease" || state.leader === 0) return false;
  state.leader = 0;
  return true;
}
