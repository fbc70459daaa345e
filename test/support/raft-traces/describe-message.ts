// Messages as the traces write them. There, storage work is messages to and from two threads of the node.
import type { Entry, ProposedEntry } from "#raft/core/entry.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { Message } from "#raft/core/message.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import type { AppendAcknowledgement, AppendWork, ApplyWork } from "#raft/core/storage-work.ts";
import { describeEntry } from "./describe-entry.ts";
import { describeConfState } from "./describe-membership.ts";

/** What a trace shows of a message, whatever its kind. */
export interface TraceMessage {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly term?: number;
  readonly logTerm?: number;
  readonly index?: number;
  readonly rejected?: boolean;
  readonly hint?: number;
  readonly commit?: number;
  readonly vote?: number;
  readonly entries?: readonly (Entry | ProposedEntry)[];
  readonly snapshot?: Snapshot | undefined;
  readonly responses?: readonly TraceMessage[];
}

export function describeMessage(message: TraceMessage, indent = ""): string {
  const { from, to, type, term = 0, logTerm = 0, index = 0 } = message;
  let text = `${indent}${from}->${to} ${type} Term:${term} Log:${logTerm}/${index}`;
  if (message.rejected) text += ` Rejected (Hint: ${message.hint ?? 0})`;
  if (message.commit) text += ` Commit:${message.commit}`;
  if (message.vote) text += ` Vote:${message.vote}`;
  text += describeList(message.entries ?? [], indent);
  if (message.snapshot !== undefined) text += `\n${indent}  Snapshot: ${describeSnapshot(message.snapshot)}`;
  const responses = message.responses ?? [];
  if (responses.length === 0) return text;
  return `${text} Responses:[${responses.map((response) => `\n${describeMessage(response, `${indent}  `)}`).join("")}\n${indent}]`;
}

export function describeSnapshot({ index, term, membership }: Snapshot): string {
  return `Index:${index} Term:${term} ConfState:${describeConfState(membership)}`;
}

export function describeHardState({ term, vote, commit }: HardState): string {
  return `Term:${term}${vote === 0 ? "" : ` Vote:${vote}`} Commit:${commit}`;
}

export function traceMessage(message: Message): TraceMessage {
  const ends = { from: message.from.toString(16), to: message.to.toString(16) };
  const term = "term" in message ? message.term : 0;
  switch (message.kind) {
    case "append":
      return {
        ...ends,
        term,
        type: "MsgApp",
        logTerm: message.previousTerm,
        index: message.previousIndex,
        commit: message.commit,
        entries: message.entries,
      };
    case "append-response":
      return {
        ...ends,
        term,
        type: "MsgAppResp",
        index: message.index,
        logTerm: message.hintTerm,
        rejected: message.rejected,
        hint: message.hintIndex,
      };
    case "vote":
    case "pre-vote":
      return {
        ...ends,
        term,
        type: message.kind === "vote" ? "MsgVote" : "MsgPreVote",
        logTerm: message.lastTerm,
        index: message.lastIndex,
      };
    case "vote-response":
    case "pre-vote-response": {
      const type = message.kind === "vote-response" ? "MsgVoteResp" : "MsgPreVoteResp";
      return { ...ends, term, type, rejected: message.rejected };
    }
    case "heartbeat":
      return { ...ends, term, type: "MsgHeartbeat", commit: message.commit };
    case "heartbeat-response":
      return { ...ends, term, type: "MsgHeartbeatResp" };
    case "snapshot":
      return { ...ends, term, type: "MsgSnap", snapshot: message.snapshot };
    case "timeout-now":
      return { ...ends, term, type: "MsgTimeoutNow" };
    case "transfer-leader":
      return { ...ends, from: message.transferee.toString(16), term, type: "MsgTransferLeader" };
    case "propose":
      return { ...ends, type: "MsgProp", entries: message.entries };
    case "read-index":
      return { ...ends, type: "MsgReadIndex" };
    case "read-index-response":
      return { ...ends, term, type: "MsgReadIndexResp", index: message.index };
  }
}

export function traceAppendWork(node: number, work: AppendWork): TraceMessage {
  const acknowledged =
    work.acknowledgement && traceAppendAcknowledgement(node, work.acknowledgement, work.snapshot);
  const responses = work.responses.map(traceMessage);
  return {
    from: node.toString(16),
    to: "AppendThread",
    type: "MsgStorageAppend",
    ...work.hardState,
    entries: work.entries,
    snapshot: work.snapshot,
    responses: acknowledged === undefined ? responses : [...responses, acknowledged],
  };
}

export function traceAppendAcknowledgement(
  node: number,
  { term, last }: AppendAcknowledgement,
  snapshot: Snapshot | undefined,
): TraceMessage {
  return {
    from: "AppendThread",
    to: node.toString(16),
    type: "MsgStorageAppendResp",
    term,
    logTerm: last?.term ?? 0,
    index: last?.index ?? 0,
    snapshot,
  };
}

export function traceApplyWork(node: number, { entries }: ApplyWork): TraceMessage {
  const responses = [traceApplyAcknowledgement(node, entries)];
  return { from: node.toString(16), to: "ApplyThread", type: "MsgStorageApply", entries, responses };
}

export function traceApplyAcknowledgement(node: number, entries: readonly Entry[]): TraceMessage {
  return { from: "ApplyThread", to: node.toString(16), type: "MsgStorageApplyResp", entries };
}

function describeList(entries: readonly (Entry | ProposedEntry)[], indent: string): string {
  const [first] = entries;
  if (first === undefined) return "";
  if (entries.length === 1) return ` Entries:[${describeEntry(first)}]`;
  return ` Entries:[${entries.map((entry) => `\n${indent}  ${describeEntry(entry)}`).join("")}\n${indent}]`;
}
