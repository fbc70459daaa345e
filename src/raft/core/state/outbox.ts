// Where messages wait to leave, and which of them must wait for the disk.
import { assert } from "#base/assert.ts";
import type { Message } from "../message.ts";
import type { RaftState } from "./raft-state.ts";

/**
 * Votes and acknowledgements are promises about what this node has stored, so they leave only once it is durable
 * (Raft paper figure 2; thesis §3.8). Refusals wait too: they may rest on a vote or an entry not yet stored.
 *
 * Requests for votes are promises as well: they show the end of the candidate's log. Were they sent before term and
 * log are durable, a candidate could crash, lose that end, campaign in the same term again, and be elected by late
 * answers to a log it no longer has.
 */
export function send(state: RaftState, message: Message): void {
  switch (message.kind) {
    case "vote":
      assert(message.to !== state.id, "a message to oneself would leave the node");
      if (state.options.durableCampaigns) state.afterAppend.push(message);
      else state.messages.push(message);
      return;
    case "append-response":
    case "vote-response":
    case "pre-vote-response":
      state.afterAppend.push(message);
      return;
    default:
      assert(message.to !== state.id, "a message to oneself would leave the node");
      state.messages.push(message);
  }
}
