// What a leader sends to members: appends, snapshots to those too far behind, heartbeats. Members are always
// visited in ascending order of id.
import { assert } from "#base/assert.ts";
import type { Entry } from "../entry.ts";
import { payloadBytes } from "../entry.ts";
import { send } from "../state/outbox.ts";
import type { RaftState } from "../state/raft-state.ts";
import type { Progress } from "../tracker/progress.ts";

const NO_ENTRIES: readonly Entry[] = Object.freeze([]);

/**
 * Sends `to` what it lacks, unless its flow is paused. Says whether anything went out. Without `evenIfEmpty` a
 * message that would only tell the commit index is not sent.
 */
export function sendAppend(state: RaftState, to: number, evenIfEmpty: boolean): boolean {
  const progress = state.tracker.progressOf(to);
  if (progress === undefined || progress.paused) return false;
  const previousIndex = progress.next - 1;
  const previousTerm = state.log.term(previousIndex);
  if (previousTerm === undefined) return sendSnapshot(state, to, progress);
  // With a full window only an empty append goes out: should everything in flight be lost, its answer shows it.
  const full = progress.state === "replicate" && progress.inflights.full;
  const entries = full ? NO_ENTRIES : state.log.entriesFrom(progress.next, state.options.maxMessageBytes);
  if (entries === undefined) return evenIfEmpty && sendSnapshot(state, to, progress);
  if (entries.length === 0 && !evenIfEmpty) return false;
  const commit = state.log.committed;
  send(state, {
    kind: "append",
    from: state.id,
    to,
    term: state.term,
    previousIndex,
    previousTerm,
    entries,
    commit,
  });
  progress.sentEntries(entries.length, payloadBytes(entries));
  progress.sentCommit(commit);
  return true;
}

export function broadcastAppend(state: RaftState): void {
  for (const id of state.tracker.members) if (id !== state.id) sendAppend(state, id, true);
}

/** Sends entries to whoever lacks some, and nothing to the others. */
export function broadcastEntries(state: RaftState): void {
  for (const id of state.tracker.members) if (id !== state.id) sendAppend(state, id, false);
}

/** Begins a round of heartbeats and returns it. */
export function broadcastHeartbeat(state: RaftState): number {
  const round = state.reads.beginRound();
  if (state.options.readMode === "lease")
    state.lease.beginRound(round, state.ticks, state.options.electionTicks);
  for (const to of state.tracker.members) {
    const progress = state.tracker.progressOf(to);
    if (to === state.id || progress === undefined) continue;
    // Beyond `match` the member's log may differ: it must not commit what it happens to have there.
    const commit = Math.min(progress.match, state.log.committed);
    send(state, { kind: "heartbeat", from: state.id, to, term: state.term, commit, round });
    progress.sentCommit(commit);
  }
  return round;
}

function sendSnapshot(state: RaftState, to: number, progress: Progress): boolean {
  // A member that does not answer would only hold back compaction.
  if (!progress.recentlyActive) return false;
  const snapshot = state.log.snapshot();
  if (snapshot === undefined) return false;
  assert(snapshot.index > 0, "a snapshot covers nothing");
  progress.becomeSnapshot(snapshot.index);
  send(state, { kind: "snapshot", from: state.id, to, term: state.term, snapshot });
  return true;
}
