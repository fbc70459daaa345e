// What a follower does with a leader's appends, heartbeats and snapshots (Raft paper §5.3, §7).
import { allMembers } from "../confchange/membership.ts";
import type { MessageOf } from "../message.ts";
import type { Snapshot } from "../snapshot.ts";
import { send } from "../state/outbox.ts";
import type { RaftState } from "../state/raft-state.ts";

export function handleAppend(state: RaftState, request: MessageOf<"append">): void {
  const { previousIndex, previousTerm, entries, commit, from } = request;
  const { log } = state;
  if (previousIndex < log.committed) {
    acknowledge(state, from, log.committed);
    return;
  }
  const slice = { previous: { index: previousIndex, term: previousTerm }, entries };
  const last = log.appendSlice(slice, commit);
  if (last !== undefined) {
    acknowledge(state, from, last);
    return;
  }
  // The leader's terms up to `previousIndex` are at most `previousTerm`: entries of higher terms cannot match.
  const hint = log.findConflictByTerm(Math.min(previousIndex, log.lastIndex), previousTerm);
  send(state, {
    kind: "append-response",
    from: state.id,
    to: from,
    term: state.term,
    index: previousIndex,
    rejected: true,
    hintIndex: hint.index,
    hintTerm: hint.term,
  });
}

export function handleHeartbeat(state: RaftState, { from, commit, round }: MessageOf<"heartbeat">): void {
  state.log.commitTo(commit);
  send(state, { kind: "heartbeat-response", from: state.id, to: from, term: state.term, round });
}

export function handleSnapshot(state: RaftState, { from, snapshot }: MessageOf<"snapshot">): void {
  const restored = restoreSnapshot(state, snapshot);
  acknowledge(state, from, restored ? state.log.lastIndex : state.log.committed);
}

/** Replaces log and membership, unless the snapshot brings nothing new or names this node nowhere. */
function restoreSnapshot(state: RaftState, snapshot: Snapshot): boolean {
  const { log, tracker } = state;
  if (snapshot.index <= log.committed) return false;
  if (!allMembers(snapshot.membership).includes(state.id)) return false;
  if (log.matches(snapshot)) {
    // The log has all of it already.
    log.commitTo(snapshot.index);
    return false;
  }
  log.restore(snapshot);
  tracker.restore(snapshot.membership, log.lastIndex);
  return true;
}

function acknowledge(state: RaftState, to: number, index: number): void {
  send(state, {
    kind: "append-response",
    from: state.id,
    to,
    term: state.term,
    index,
    rejected: false,
    hintIndex: 0,
    hintTerm: 0,
  });
}
