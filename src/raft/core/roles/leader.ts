// A leader: answers to what it sent, and requests that only a leader can serve.
import { handleAppendResponse, handleHeartbeatResponse } from "../leading/append-response.ts";
import { acceptRead } from "../leading/read-index.ts";
import { startTransfer } from "../leading/transfer.ts";
import type { Message } from "../message.ts";
import type { RaftState } from "../state/raft-state.ts";

export function stepLeader(state: RaftState, message: Message): void {
  const progress = state.tracker.progressOf(message.from);
  switch (message.kind) {
    case "read-index":
      acceptRead(state, message);
      return;
    case "append-response":
      if (progress !== undefined) handleAppendResponse(state, progress, message);
      return;
    case "heartbeat-response":
      if (progress !== undefined) handleHeartbeatResponse(state, progress, message);
      return;
    case "transfer-leader":
      startTransfer(state, message.transferee);
      return;
    default:
      // Votes that came after the election was decided, and what another leader of this term cannot have sent.
      return;
  }
}
