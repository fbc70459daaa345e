// Handing leadership over (thesis §3.10): bring the chosen voter up to date, then tell it to campaign at once.
// No proposal is taken meanwhile, so an attempt lasts one election timeout at most (`tickLeader`).
import { send } from "../state/outbox.ts";
import type { RaftState } from "../state/raft-state.ts";
import { sendAppend } from "./replication.ts";

/** `refused`: the target is unknown, a learner or this node itself. */
export type TransferOutcome = "started" | "already-under-way" | "forwarded" | "refused";

/** Leader: starts handing over to `transferee`, giving up an attempt with another one. */
export function startTransfer(state: RaftState, transferee: number): TransferOutcome {
  const progress = state.tracker.progressOf(transferee);
  if (progress === undefined || progress.learner) return "refused";
  if (state.transferee === transferee) return "already-under-way";
  state.transferee = 0;
  if (transferee === state.id) return "refused";
  // The attempt gets a whole election timeout.
  state.electionElapsed = 0;
  state.transferee = transferee;
  if (progress.match === state.log.lastIndex) sendTimeoutNow(state, transferee);
  else sendAppend(state, transferee, true);
  return "started";
}

/** Leader: `member` has acknowledged entries; if it is the target and has them all now, tells it to campaign. */
export function continueTransfer(state: RaftState, member: number): void {
  if (member !== state.transferee) return;
  if (state.tracker.progressOf(member)?.match === state.log.lastIndex) sendTimeoutNow(state, member);
}

/** Leader: the deadline has passed. Proposals are taken again. */
export function abandonTransfer(state: RaftState): void {
  if (state.transferee === 0) return;
  state.failedTransferee = state.transferee;
  state.transferee = 0;
}

/**
 * A leader that would rather not lead: hands over to the eligible voter with the longest log that was heard
 * lately, passing over the one that has just failed if there is another.
 */
export function handOverIfReluctant(state: RaftState): void {
  if (!state.reluctant || state.transferee !== 0) return;
  let best = 0;
  let bestMatch = -1;
  for (const id of state.tracker.membership.voters) {
    const progress = state.tracker.progressOf(id);
    if (progress === undefined || id === state.id || !state.eligiblePeers.has(id)) continue;
    if (!progress.recentlyActive || progress.state !== "replicate") continue;
    const match = id === state.failedTransferee ? -1 : progress.match;
    if (best === 0 || match > bestMatch) {
      best = id;
      bestMatch = match;
    }
  }
  if (best !== 0) startTransfer(state, best);
}

function sendTimeoutNow(state: RaftState, to: number): void {
  state.lease.revoke();
  send(state, { kind: "timeout-now", from: state.id, to, term: state.term });
}
