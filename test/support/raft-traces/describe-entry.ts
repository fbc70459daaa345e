// Entries as the traces write them, and the mark that tells the two generations of configuration changes apart.
import { sameBytes, utf8 } from "#base/bytes.ts";
import { decodeConfChange } from "#raft/core/confchange/conf-change-codec.ts";
import type { Entry, ProposedEntry } from "#raft/core/entry.ts";
import { describeChanges } from "./parse-changes.ts";

/** The core has one kind of change; a change proposed as "v1" carries this context, only so that it shows. */
export const V1_CONTEXT = utf8("v1");

export function describeEntry(entry: Entry | ProposedEntry): string {
  const term = "term" in entry ? entry.term : 0;
  const index = "index" in entry ? entry.index : 0;
  return `${term}/${index} ${describeContent(entry)}`;
}

export function describeEntries(entries: readonly Entry[]): string {
  return entries.map((entry) => `${describeEntry(entry)}\n`).join("");
}

function describeContent({ kind, data }: ProposedEntry): string {
  if (kind === "data") return `EntryNormal ${quote(data)}`;
  const change = decodeConfChange(data);
  if (change === undefined) return "EntryConfChangeV2 unreadable";
  const type = sameBytes(change.context, V1_CONTEXT) ? "EntryConfChange" : "EntryConfChangeV2";
  const steps = describeChanges(change.steps);
  return steps === "" ? type : `${type} ${steps}`;
}

function quote(data: Uint8Array): string {
  const named = new Map([
    [7, "\\a"],
    [8, "\\b"],
    [9, "\\t"],
    [10, "\\n"],
    [11, "\\v"],
    [12, "\\f"],
    [13, "\\r"],
  ]);
  let text = "";
  for (const byte of data) {
    if (byte === 0x22 || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += named.get(byte) ?? `\\x${byte.toString(16).padStart(2, "0")}`;
  }
  return `"${text}"`;
}
