// A candidate, or a pre-candidate finding out whether it should become one (Raft paper §5.2, thesis §9.6).
import type { Message } from "../message.ts";
import type { RaftState } from "../state/raft-state.ts";
import { countVote } from "./elections.ts";
import { followLeader } from "./follower.ts";
import { becomeFollower } from "./transitions.ts";

export function stepCandidate(state: RaftState, message: Message): void {
  switch (message.kind) {
    case "append":
    case "heartbeat":
    case "snapshot":
      // Somebody else won this term.
      becomeFollower(state, message.term, message.from);
      followLeader(state, message);
      return;
    case "vote-response":
      if (state.role === "candidate") countVote(state, message);
      return;
    case "pre-vote-response":
      if (state.role === "pre-candidate") countVote(state, message);
      return;
    default:
      // Answers to an earlier leadership, a late request to campaign, requests that only a leader can serve.
      return;
  }
}
