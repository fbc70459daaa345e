// A Ready as the traces write it.
import type { Ready } from "#raft/core/ready.ts";
import { describeEntries } from "./describe-entry.ts";
import {
  describeHardState,
  describeMessage,
  describeSnapshot,
  traceAppendWork,
  traceApplyWork,
  traceMessage,
} from "./describe-message.ts";

const ROLES = {
  follower: "StateFollower",
  "pre-candidate": "StatePreCandidate",
  candidate: "StateCandidate",
  leader: "StateLeader",
} as const;

export function describeRole(role: keyof typeof ROLES): string {
  return ROLES[role];
}

export function describeReady(node: number, ready: Ready): string {
  const { softState, hardState, readStates, entries, snapshot, committedEntries } = ready;
  const lines: string[] = [];
  if (softState !== undefined) lines.push(`Lead:${softState.leader} State:${describeRole(softState.role)}\n`);
  if (hardState !== undefined) lines.push(`HardState ${describeHardState(hardState)}\n`);
  if (readStates.length > 0) lines.push(`ReadStates ${readStates.map((read) => read.index).join(" ")}\n`);
  if (entries.length > 0) lines.push(`Entries:\n${describeEntries(entries)}`);
  if (snapshot !== undefined) lines.push(`Snapshot ${describeSnapshot(snapshot)}\n`);
  if (committedEntries.length > 0) lines.push(`CommittedEntries:\n${describeEntries(committedEntries)}`);
  const messages = ready.messages.map(traceMessage);
  if (ready.append !== undefined) messages.push(traceAppendWork(node, ready.append));
  if (ready.apply !== undefined) messages.push(traceApplyWork(node, ready.apply));
  if (messages.length > 0)
    lines.push("Messages:\n", ...messages.map((message) => `${describeMessage(message)}\n`));
  if (lines.length === 0) return "<empty Ready>";
  return `Ready MustSync=${ready.mustSync}:\n${lines.join("")}`;
}
