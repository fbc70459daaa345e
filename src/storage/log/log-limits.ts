import { assert } from "#base/assert.ts";
import { ENTRY_OVERHEAD_BYTES } from "./format/item-kind.ts";
import { MAX_SEGMENT_BYTES, MIN_SEGMENT_BYTES, PAGE_BYTES, RECORDS_OFFSET } from "./format/layout.ts";
import { RECORD_HEADER_BYTES } from "./format/record.ts";

/** Sizes in bytes. Each may change between two starts: segments remember the size they were made with. */
export interface LogLimits {
  readonly segmentBytes: number;
  /** At most this much is written before one sync (a single larger record is a group of its own). */
  readonly groupBytes: number;
  /** Entries share records up to this size: reading one back means reading and hashing its record. */
  readonly recordBytes: number;
  /** The largest entry's data. Callers refuse larger ones with an answer; here it is an assertion. */
  readonly entryBytes: number;
  /** The largest opaque part of a snapshot's mark; every new segment repeats the newest. */
  readonly snapshotBytes: number;
}

const KIB = 1024;

export const DEFAULT_LOG_LIMITS: LogLimits = {
  segmentBytes: 16 * KIB * KIB,
  groupBytes: KIB * KIB,
  recordBytes: 32 * KIB,
  entryBytes: 8 * KIB * KIB,
  snapshotBytes: 64 * KIB,
};

/** @throws InvariantError when a largest entry and what a segment begins with do not fit into one segment */
export function checkLimits(limits: LogLimits): void {
  const { segmentBytes, groupBytes, recordBytes, entryBytes, snapshotBytes } = limits;
  const legal = segmentBytes % PAGE_BYTES === 0 && segmentBytes <= MAX_SEGMENT_BYTES;
  assert(legal && segmentBytes >= MIN_SEGMENT_BYTES, "segmentBytes is out of range or no multiple of 4096");
  assert(recordBytes >= PAGE_BYTES && groupBytes >= PAGE_BYTES, "groupBytes or recordBytes is below 4096");
  const largest =
    RECORD_HEADER_BYTES + Math.max(recordBytes, ENTRY_OVERHEAD_BYTES + entryBytes, snapshotBytes + KIB);
  const room = segmentBytes - RECORDS_OFFSET - startGroupBytes(snapshotBytes);
  assert(largest + PAGE_BYTES <= room, "segmentBytes is too small for the largest entry or record");
}

function startGroupBytes(snapshotBytes: number): number {
  return RECORD_HEADER_BYTES + snapshotBytes + KIB + PAGE_BYTES;
}
