// The core's messages as protobuf ones (proto/raft.proto).
import { coffer } from "#proto/raft.js";
import type { Entry, ProposedEntry } from "#raft/core/entry.ts";
import type { Message, MessageOf } from "#raft/core/message.ts";

type ProtoMessage = coffer.raft.v1.Message.$Properties;
type ProtoEntry = coffer.raft.v1.Entry.$Properties;

const { ENTRY_KIND_CONF_CHANGE, ENTRY_KIND_DATA } = coffer.raft.v1.EntryKind;

/** An encoded `MessageBatch`. */
export function encodeMessages(messages: readonly Message[]): Uint8Array {
  return coffer.raft.v1.MessageBatch.encode({ messages: messages.map(protoOf) }).finish();
}

function protoOf(message: Message): ProtoMessage {
  const { from, to } = message;
  const term = "term" in message ? message.term : 0;
  return { from, to, term, ...bodyOf(message) };
}

function bodyOf(message: Message): ProtoMessage {
  switch (message.kind) {
    case "append":
      return { append: appendOf(message) };
    case "append-response": {
      const { index, rejected, hintIndex, hintTerm } = message;
      return { appendResponse: { index, rejected, hintIndex, hintTerm } };
    }
    case "vote":
      return { vote: voteOf(message) };
    case "pre-vote":
      return { preVote: voteOf(message) };
    case "vote-response":
      return { voteResponse: { rejected: message.rejected } };
    case "pre-vote-response":
      return { preVoteResponse: { rejected: message.rejected } };
    case "heartbeat":
      return { heartbeat: { commit: message.commit, round: message.round } };
    case "heartbeat-response":
      return { heartbeatResponse: { round: message.round } };
    default:
      return rareBodyOf(message);
  }
}

type Rare = MessageOf<
  "snapshot" | "timeout-now" | "transfer-leader" | "propose" | "read-index" | "read-index-response"
>;

function rareBodyOf(message: Rare): ProtoMessage {
  switch (message.kind) {
    case "snapshot":
      return { snapshot: { snapshot: snapshotOf(message) } };
    case "timeout-now":
      return { timeoutNow: {} };
    case "transfer-leader":
      return { transferLeader: { transferee: message.transferee } };
    case "propose":
      return { propose: { entries: message.entries.map(proposedOf) } };
    case "read-index":
      return { readIndex: { context: message.context } };
    case "read-index-response":
      return { readIndexResponse: { context: message.context, index: message.index } };
  }
}

function appendOf({ previousIndex, previousTerm, commit, entries }: MessageOf<"append">) {
  return { previousIndex, previousTerm, commit, entries: entries.map(entryOf) };
}

function voteOf({ lastIndex, lastTerm, transfer }: MessageOf<"vote" | "pre-vote">) {
  return { lastIndex, lastTerm, transfer };
}

function snapshotOf({ snapshot }: MessageOf<"snapshot">): coffer.raft.v1.Snapshot.$Properties {
  const { index, term, membership } = snapshot;
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = membership;
  return {
    index,
    term,
    membership: {
      voters: [...voters],
      votersOutgoing: [...votersOutgoing],
      learners: [...learners],
      learnersNext: [...learnersNext],
      autoLeave,
    },
  };
}

function entryOf(entry: Entry): ProtoEntry {
  return { term: entry.term, index: entry.index, ...proposedOf(entry) };
}

function proposedOf({ kind, data }: ProposedEntry): ProtoEntry {
  return { kind: kind === "conf-change" ? ENTRY_KIND_CONF_CHANGE : ENTRY_KIND_DATA, data };
}
