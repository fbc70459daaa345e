// One entry of the log, and what it weighs.
import { varintLength } from "./varint.ts";

/** `conf-change`: the data is an encoded `ConfChange`. `data`: bytes for the state machine; empty means no-op. */
export type EntryKind = "data" | "conf-change";

export interface Entry {
  /** The term of the leader that first appended it; kept when later leaders replicate it. */
  readonly term: number;
  readonly index: number;
  readonly kind: EntryKind;
  /** Must not be changed once handed to the core: it may be shared with messages and storage. */
  readonly data: Uint8Array;
}

/** An entry before a leader has given it a place in the log. */
export type ProposedEntry = Pick<Entry, "kind" | "data">;

/** Size of `entry` as a protobuf message: what limits on messages and on batches to apply count. */
export function entryBytes(entry: Entry): number {
  const length = entry.data.length;
  const kind = entry.kind === "data" ? 0 : 2;
  const data = length === 0 ? 0 : 1 + varintLength(length) + length;
  return 2 + varintLength(entry.term) + varintLength(entry.index) + kind + data;
}

export function entriesBytes(entries: readonly Entry[]): number {
  let bytes = 0;
  for (const entry of entries) bytes += entryBytes(entry);
  return bytes;
}

/** Bytes of data alone: what limits on uncommitted and in-flight entries count. A no-op weighs nothing. */
export function payloadBytes(entries: readonly ProposedEntry[]): number {
  let bytes = 0;
  for (const entry of entries) bytes += entry.data.length;
  return bytes;
}

/** How many of `entries` fit into `maxBytes`: at least one, so that an oversized entry still gets through. */
export function countWithin(entries: readonly Entry[], maxBytes: number): number {
  let bytes = 0;
  let count = 0;
  for (const entry of entries) {
    bytes += entryBytes(entry);
    if (count > 0 && bytes > maxBytes) break;
    count++;
  }
  return count;
}
