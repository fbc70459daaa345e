// What a leader makes of members' answers: how far their logs agree, what that commits, what to send next.
import type { MessageOf } from "../message.ts";
import type { RaftState } from "../state/raft-state.ts";
import type { Progress } from "../tracker/progress.ts";
import { commitAsLeader } from "./leader-log.ts";
import { handleReadRound, releasePostponedReads } from "./read-index.ts";
import { broadcastAppend, sendAppend } from "./replication.ts";
import { continueTransfer } from "./transfer.ts";

export function handleAppendResponse(
  state: RaftState,
  progress: Progress,
  response: MessageOf<"append-response">,
): void {
  progress.recentlyActive = true;
  if (response.rejected) handleRejection(state, progress, response);
  else handleAcceptance(state, progress, response);
}

export function handleHeartbeatResponse(
  state: RaftState,
  progress: Progress,
  response: MessageOf<"heartbeat-response">,
): void {
  progress.recentlyActive = true;
  progress.flowPaused = false;
  // Appends to it may have been lost: an answer to this one, even empty, shows where it stands.
  if (progress.match < state.log.lastIndex || progress.state === "probe") {
    sendAppend(state, response.from, true);
  }
  handleReadRound(state, response.from, response.round);
}

/**
 * Looks for the next place to probe. Terms in a log only grow, so where the leader's term is above the one the
 * member reported, the logs cannot agree: at most one probe per term is needed (Raft paper §5.3, end).
 */
function handleRejection(
  state: RaftState,
  progress: Progress,
  { from, index, hintIndex, hintTerm }: MessageOf<"append-response">,
): void {
  const hint = hintTerm > 0 ? state.log.findConflictByTerm(hintIndex, hintTerm).index : hintIndex;
  if (!progress.refuse(index, hint)) return;
  if (progress.state === "replicate") progress.becomeProbe();
  sendAppend(state, from, true);
}

function handleAcceptance(
  state: RaftState,
  progress: Progress,
  { from, index }: MessageOf<"append-response">,
): void {
  // No news, except that a probe at the very end of the log was right.
  const probed = progress.state === "probe" && progress.match === index;
  if (!progress.acknowledge(index) && !probed) return;
  resumeFlow(state, progress, index);
  const isPeer = from !== state.id;
  if (commitAsLeader(state)) {
    releasePostponedReads(state);
    broadcastAppend(state);
  } else if (isPeer && progress.canBumpCommit(state.log.committed)) {
    // It may not know of the last commit; a heartbeat would tell it too, but later.
    sendAppend(state, from, true);
  }
  // The window has room again: fill it.
  if (isPeer) while (sendAppend(state, from, false)) {}
  continueTransfer(state, from);
}

function resumeFlow(state: RaftState, progress: Progress, index: number): void {
  switch (progress.state) {
    case "probe":
      progress.becomeReplicate();
      return;
    case "replicate":
      progress.inflights.freeThrough(index);
      return;
    case "snapshot":
      // Whatever snapshot it has installed: the log can take it from here.
      if (progress.match + 1 >= state.log.firstIndex) progress.becomeReplicate();
  }
}
