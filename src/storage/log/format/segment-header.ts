// Page 0 of a segment: what this file is, and which record of which chain it goes on from.
import { crc32c } from "#base/crc32c.ts";
import { LogDamageError } from "../log-damage-error.ts";
import { LogFormatError } from "../log-format-error.ts";
import { HASH_BYTES, MAX_SEGMENT_BYTES, PAGE_BYTES } from "./layout.ts";
import { readU64, writeU64 } from "./u64.ts";

export const FORMAT_VERSION = 1;

const MAGIC = Uint8Array.of(0x43, 0x4f, 0x46, 0x46, 0x52, 0x4c, 0x4f, 0x47); // COFFRLOG
const KIND_SEGMENT = 1;
// magic(8) kind(2) version(2) segmentBytes(4) segment(8) firstSequence(8) oldestSegment(8) previousHash(32) crc(4)
const HASH_AT = 40;
const CRC_AT = HASH_AT + HASH_BYTES;
const HEADER_BYTES = CRC_AT + 4;

export interface SegmentHeader {
  segment: number;
  segmentBytes: number;
  /** Number of this segment's first record; records are numbered through all segments. */
  firstSequence: number;
  /** The oldest segment that held live entries when this one began. */
  oldestSegment: number;
  /** Hash of the last record of the segment before; zeros in a log's very first segment. */
  previousHash: Uint8Array;
}

export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  const page = new Uint8Array(PAGE_BYTES);
  const view = new DataView(page.buffer);
  page.set(MAGIC, 0);
  view.setUint16(8, KIND_SEGMENT);
  view.setUint16(10, FORMAT_VERSION);
  view.setUint32(12, header.segmentBytes);
  writeU64(view, 16, header.segment);
  writeU64(view, 24, header.firstSequence);
  writeU64(view, 32, header.oldestSegment);
  page.set(header.previousHash, HASH_AT);
  view.setUint32(CRC_AT, crc32c(page, 0, CRC_AT));
  return page;
}

/**
 * Every later version must keep the first 76 bytes' layout, so that a damaged header and a newer one can be told
 * apart. The hash is a copy.
 * @throws LogFormatError, LogDamageError
 */
export function decodeSegmentHeader(file: string, page: Uint8Array): SegmentHeader {
  if (page.length < HEADER_BYTES) throw new LogDamageError(file, page.length, "the file ends in its header");
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const intact = view.getUint32(CRC_AT) === crc32c(page, 0, CRC_AT);
  if (!intact)
    throw new LogDamageError(file, 0, "the header's checksum does not match, or this is no segment");
  if (!MAGIC.every((byte, at) => page[at] === byte))
    throw new LogFormatError(file, "this is no Raft log segment");
  const kind = view.getUint16(8);
  if (kind !== KIND_SEGMENT) throw LogFormatError.unknownVersion(file, "file kind", kind);
  const version = view.getUint16(10);
  if (version !== FORMAT_VERSION) throw LogFormatError.unknownVersion(file, "format version", version);
  const segmentBytes = view.getUint32(12);
  if (segmentBytes > MAX_SEGMENT_BYTES)
    throw new LogDamageError(file, 0, "the header's segment size is out of range");
  return {
    segmentBytes,
    segment: readU64(view, 16),
    firstSequence: readU64(view, 24),
    oldestSegment: readU64(view, 32),
    previousHash: page.slice(HASH_AT, CRC_AT),
  };
}
