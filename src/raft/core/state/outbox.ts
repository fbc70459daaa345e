// Where messages wait to leave, and which of them must wait for the disk.
import { assert } from "#base/assert.ts";
import type { Message } from "../message.ts";
import type { RaftState } from "./raft-state.ts";

/**
 * Votes and acknowledgements are promises about what this node has stored, so they leave only once it is durable
 * (Raft paper figure 2; thesis §3.8). Refusals wait too: they may rest on a vote or an entry not yet stored.
 */
export function send(state: RaftState, message: Message): void {
  switch (message.kind) {
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
