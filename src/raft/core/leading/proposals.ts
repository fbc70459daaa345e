// Taking proposals in, or saying why not. Nothing is ever dropped without an answer.

import { assert } from "#base/assert.ts";
import { EMPTY_BYTES } from "#base/bytes.ts";
import { applyChange } from "../confchange/changer.ts";
import { decodeConfChange } from "../confchange/conf-change-codec.ts";
import { isJoint } from "../confchange/membership.ts";
import type { ProposedEntry } from "../entry.ts";
import type { DropReason, ProposalOutcome } from "../proposal-outcome.ts";
import { send } from "../state/outbox.ts";
import type { RaftState } from "../state/raft-state.ts";
import { appendAsLeader } from "./leader-log.ts";
import { broadcastAppend } from "./replication.ts";

/** Appends `entries`, or sends them on to the leader, or drops them; all together. */
export function propose(state: RaftState, entries: readonly ProposedEntry[]): ProposalOutcome {
  assert(entries.length > 0, "an empty proposal");
  const tooLarge = entries.some(({ data }) => data.length > state.options.maxEntryBytes);
  if (tooLarge) return dropped("entry-too-large");
  return state.role === "leader" ? proposeAsLeader(state, entries) : forward(state, entries);
}

function forward(state: RaftState, entries: readonly ProposedEntry[]): ProposalOutcome {
  const { leader } = state;
  if (state.role !== "follower" || leader === 0) return dropped("no-leader");
  if (!state.options.proposalForwarding) return dropped("not-leader");
  send(state, { kind: "propose", from: state.id, to: leader, entries });
  return { kind: "forwarded", leader };
}

function proposeAsLeader(state: RaftState, entries: readonly ProposedEntry[]): ProposalOutcome {
  // A leader that was removed leads on until the removal reaches everyone, but starts nothing new.
  if (state.tracker.progressOf(state.id) === undefined) return dropped("not-a-member");
  if (state.transferee !== 0) return dropped("transferring");
  const firstIndex = state.log.lastIndex + 1;
  let pendingConfIndex = state.pendingConfIndex;
  let refusedChange: string | undefined;
  const accepted = entries.map((entry, offset): ProposedEntry => {
    if (entry.kind === "data") return entry;
    const refusal = refuseChange(state, entry.data, pendingConfIndex);
    if (refusal === undefined) {
      pendingConfIndex = firstIndex + offset;
      return entry;
    }
    // Its place stays taken, or the entries proposed with it would move.
    refusedChange = refusal;
    return { kind: "data", data: EMPTY_BYTES };
  });
  if (!appendAsLeader(state, accepted)) return dropped("uncommitted-limit");
  state.pendingConfIndex = pendingConfIndex;
  broadcastAppend(state);
  const lastIndex = firstIndex + entries.length - 1;
  return { kind: "appended", term: state.term, firstIndex, lastIndex, refusedChange };
}

/**
 * Why a change must not enter the log now. At most one may be between log and membership, or two leaders might count
 * different quorums. The flaw of the published single-server algorithm (Ongaro, raft-dev, 2015) is out of reach: a
 * change counts only once it is applied, so only after this term's first entry, before it in the log, is committed.
 */
function refuseChange(state: RaftState, data: Uint8Array, pendingConfIndex: number): string | undefined {
  const change = decodeConfChange(data);
  if (change === undefined) return "the configuration change cannot be decoded";
  if (!state.options.validateConfChanges) return undefined;
  if (pendingConfIndex > state.log.applied) {
    return `a change may be pending up to index ${pendingConfIndex}, applied is ${state.log.applied}`;
  }
  const joint = isJoint(state.tracker.membership);
  const leaves = change.steps.length === 0;
  if (joint && !leaves) return "the joint configuration must be left first";
  if (!joint && leaves) return "there is no joint configuration to leave";
  // With no other change pending it will be applied to this very membership, where a refusal would stop all nodes.
  const outcome = applyChange(state.tracker.membership, change);
  return outcome.ok ? undefined : outcome.refusal;
}

function dropped(reason: DropReason): ProposalOutcome {
  return { kind: "dropped", reason };
}
