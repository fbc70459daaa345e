// Protobuf messages of a peer as the core's. What is no message of this program is refused here; what no correct node
// would say, numbers that are no safe integers among it, is refused by the core (`message-check.ts`).
import { EMPTY_BYTES } from "#base/bytes.ts";
import { coffer } from "#proto/raft.js";
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { Entry, ProposedEntry } from "#raft/core/entry.ts";
import type { Message } from "#raft/core/message.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import { FrameError } from "./frame-error.ts";

type ProtoMessage = coffer.raft.v1.Message;
type ProtoEntry = coffer.raft.v1.Entry.$Properties;
type ProtoVote = coffer.raft.v1.Vote.$Properties;

const { ENTRY_KIND_CONF_CHANGE, ENTRY_KIND_DATA } = coffer.raft.v1.EntryKind;

/** Keeps nothing of `batch`, which is the transport's buffer. @throws FrameError */
export function decodeMessages(batch: Uint8Array): Message[] {
  return parse(batch).messages.map(messageOf);
}

/** protobufjs throws what it likes at bytes that are no message. */
function parse(batch: Uint8Array): coffer.raft.v1.MessageBatch {
  try {
    return coffer.raft.v1.MessageBatch.decode(batch);
  } catch (error) {
    throw new FrameError(`the messages cannot be decoded: ${error instanceof Error ? error.message : error}`);
  }
}

function messageOf(message: ProtoMessage): Message {
  const { from, to, term } = message;
  const envelope = { from, to, term };
  switch (message.body) {
    case "append":
      return { kind: "append", ...envelope, ...appendOf(message.append ?? {}) };
    case "appendResponse": {
      const { index = 0, rejected = false, hintIndex = 0, hintTerm = 0 } = message.appendResponse ?? {};
      return { kind: "append-response", ...envelope, index, rejected, hintIndex, hintTerm };
    }
    case "vote":
      return { kind: "vote", ...envelope, ...voteOf(message.vote ?? {}) };
    case "preVote":
      return { kind: "pre-vote", ...envelope, ...voteOf(message.preVote ?? {}) };
    case "voteResponse":
      return { kind: "vote-response", ...envelope, rejected: message.voteResponse?.rejected ?? false };
    case "preVoteResponse":
      return { kind: "pre-vote-response", ...envelope, rejected: message.preVoteResponse?.rejected ?? false };
    case "heartbeat": {
      const { commit = 0, round = 0 } = message.heartbeat ?? {};
      return { kind: "heartbeat", ...envelope, commit, round };
    }
    case "heartbeatResponse":
      return { kind: "heartbeat-response", ...envelope, round: message.heartbeatResponse?.round ?? 0 };
    default:
      return rareMessageOf(message);
  }
}

function rareMessageOf(message: ProtoMessage): Message {
  const { from, to, term } = message;
  switch (message.body) {
    case "snapshot":
      return { kind: "snapshot", from, to, term, snapshot: snapshotOf(message.snapshot?.snapshot ?? {}) };
    case "timeoutNow":
      return { kind: "timeout-now", from, to, term };
    case "transferLeader":
      return { kind: "transfer-leader", from, to, term, transferee: message.transferLeader?.transferee ?? 0 };
    case "propose":
      return { kind: "propose", from, to, entries: (message.propose?.entries ?? []).map(proposedOf) };
    case "readIndex":
      return { kind: "read-index", from, to, context: message.readIndex?.context ?? 0 };
    case "readIndexResponse": {
      const { context = 0, index = 0 } = message.readIndexResponse ?? {};
      return { kind: "read-index-response", from, to, term, context, index };
    }
    default:
      throw new FrameError("a message has no body that this program knows");
  }
}

function appendOf(append: coffer.raft.v1.Append.$Properties) {
  const { previousIndex = 0, previousTerm = 0, commit = 0, entries = [] } = append;
  return { previousIndex, previousTerm, commit, entries: entries.map(entryOf) };
}

function voteOf({ lastIndex = 0, lastTerm = 0, transfer = false }: ProtoVote) {
  return { lastIndex, lastTerm, transfer };
}

function snapshotOf({ index = 0, term = 0, membership }: coffer.raft.v1.Snapshot.$Properties): Snapshot {
  return { index, term, membership: membershipOf(membership ?? {}) };
}

function membershipOf(membership: coffer.raft.v1.Membership.$Properties): Membership {
  const {
    voters = [],
    votersOutgoing = [],
    learners = [],
    learnersNext = [],
    autoLeave = false,
  } = membership;
  return { voters, votersOutgoing, learners, learnersNext, autoLeave };
}

function entryOf(entry: ProtoEntry): Entry {
  return { term: entry.term ?? 0, index: entry.index ?? 0, ...proposedOf(entry) };
}

/** Decoded bytes share the received buffer: whoever keeps them keeps a copy. */
function proposedOf({ kind = ENTRY_KIND_DATA, data }: ProtoEntry): ProposedEntry {
  if (kind !== ENTRY_KIND_DATA && kind !== ENTRY_KIND_CONF_CHANGE)
    throw new FrameError(`an entry is of the unknown kind ${kind}`);
  return {
    kind: kind === ENTRY_KIND_DATA ? "data" : "conf-change",
    data: data === undefined || data.length === 0 ? EMPTY_BYTES : new Uint8Array(data),
  };
}
