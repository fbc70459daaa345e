// What storage reports back: entries and snapshots that are durable, entries that are applied.
import { EMPTY_BYTES } from "#base/bytes.ts";
import { releaseUncommitted } from "../leading/leader-log.ts";
import { propose } from "../leading/proposals.ts";
import type { RaftState } from "../state/raft-state.ts";
import type { AppendAcknowledgement, ApplyAcknowledgement } from "../storage-work.ts";

/**
 * Everything handed out up to this work is durable. The unstable tail forgets it only if the term is still the one
 * in which the work was handed out. Otherwise a later write, still under way, may replace those very entries, even
 * by equal-looking ones (A, then B, then A again), and storage would show the middle version in between.
 */
export function handleAppended(state: RaftState, { term, last, snapshot }: AppendAcknowledgement): void {
  if (last !== undefined && term === state.term) state.log.unstable.stableTo(last);
  if (snapshot === undefined) return;
  // A snapshot holds committed state: no later term makes it wrong.
  state.log.unstable.stableSnapshotTo(snapshot.index);
  state.appliedMembership = snapshot.membership;
  appliedTo(state, snapshot.index, 0);
}

export function handleApplied(state: RaftState, work: ApplyAcknowledgement): void {
  appliedTo(state, work.index, work.bytes);
  releaseUncommitted(state, work.payloadBytes);
}

function appliedTo(state: RaftState, index: number, bytes: number): void {
  const { log, tracker } = state;
  const applied = Math.max(index, log.applied);
  log.appliedTo(applied, bytes);
  if (state.role !== "leader" || !tracker.membership.autoLeave || applied < state.pendingConfIndex) return;
  // Dropped while leadership is being handed over; then the next leader leaves, or this one at its next entry.
  propose(state, [{ kind: "conf-change", data: EMPTY_BYTES }]);
}
