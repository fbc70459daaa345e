// Goes through a segment record by record for as long as the chain holds.
import { PAGE_BYTES, RECORDS_OFFSET, roundUp } from "./layout.ts";
import { type ChainLink, checkRecord, misplacement } from "./record.ts";

export interface WalkedRecord {
  readonly offset: number;
  /** Shares memory with the segment. */
  readonly record: Uint8Array;
  readonly sequence: number;
  readonly hash: Uint8Array;
}

export interface WalkEnd {
  /** Just after the last good record. */
  readonly end: number;
  /** What the next record would have to continue. */
  readonly link: ChainLink;
  /** Where the next record was looked for last, and why none is there. */
  readonly stop: { readonly offset: number; readonly reason: string };
}

/** @param segment the whole file @param link what the segment's first record continues */
export function* walkRecords(segment: Uint8Array, link: ChainLink): Generator<WalkedRecord, WalkEnd> {
  let next = link;
  let end = RECORDS_OFFSET;
  let at = end;
  for (;;) {
    const check = checkRecord(segment, at);
    if (check.kind === "blank" && at % PAGE_BYTES !== 0) {
      at = roundUp(at, PAGE_BYTES); // a group ends here, the next one begins on a page of its own
      continue;
    }
    if (check.kind === "blank") return { end, link: next, stop: { offset: at, reason: "no record here" } };
    if (check.kind === "invalid") return { end, link: next, stop: { offset: at, reason: check.reason } };
    const record = segment.subarray(at, at + check.length);
    const reason = misplacement(record, next);
    if (reason !== undefined) return { end, link: next, stop: { offset: at, reason } };
    yield { offset: at, record, sequence: next.sequence, hash: check.hash };
    next = { sequence: next.sequence + 1, previousHash: check.hash };
    at += check.length;
    end = at;
  }
}
