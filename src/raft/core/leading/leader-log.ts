// A leader's own end of the log: it gives entries their place, and counts itself only once they are durable.
import { type Entry, type ProposedEntry, payloadBytes } from "../entry.ts";
import { send } from "../state/outbox.ts";
import type { RaftState } from "../state/raft-state.ts";

/** Appends `proposed` in the present term. False when too much data is uncommitted already. */
export function appendAsLeader(state: RaftState, proposed: readonly ProposedEntry[]): boolean {
  if (!reserveUncommitted(state, payloadBytes(proposed))) return false;
  let index = state.log.lastIndex;
  const entries: Entry[] = [];
  for (const { kind, data } of proposed) entries.push({ term: state.term, index: ++index, kind, data });
  state.log.append(entries);
  // To oneself: delivered after the write, it counts this node's copy as any member's.
  send(state, {
    kind: "append-response",
    from: state.id,
    to: state.id,
    term: state.term,
    index,
    rejected: false,
    hintIndex: 0,
    hintTerm: 0,
  });
  return true;
}

/** Moves the commit index to what a quorum holds, if that is of this term (Raft paper §5.4.2). */
export function commitAsLeader(state: RaftState): boolean {
  return state.log.maybeCommit({ term: state.term, index: state.tracker.committedIndex() });
}

/** Whether this leader knows what is committed: only from its own term's first commit on (thesis §6.4). */
export function hasCommittedInTerm(state: RaftState): boolean {
  return state.log.term(state.log.committed) === state.term;
}

export function releaseUncommitted(state: RaftState, bytes: number): void {
  state.uncommittedBytes = Math.max(0, state.uncommittedBytes - bytes);
}

// The first proposal is let in whatever its size, or it could never be; an entry without data always is.
function reserveUncommitted(state: RaftState, bytes: number): boolean {
  const total = state.uncommittedBytes + bytes;
  if (state.uncommittedBytes > 0 && bytes > 0 && total > state.options.maxUncommittedBytes) return false;
  state.uncommittedBytes = total;
  return true;
}
