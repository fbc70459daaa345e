// A record: a sealed run of items. CRC32C guards the header, so that its length and hashes can be trusted before the
// body is read. Two SHA-256 guard the rest: one of the body, made by whoever drafts the record, and one of the
// header, which takes in that one and the hash of the record before; so a replaced, moved, repeated or missing record
// breaks the chain, and the log thread hashes a few bytes a record, whatever its size. (Over a body SHA-256 is also
// faster here than a table-driven CRC32C: docs/log-format.md has the numbers.)
import { sameBytes } from "#base/bytes.ts";
import { crc32c } from "#base/crc32c.ts";
import { sha256 } from "#crypto/sha256.ts";
import { HASH_BYTES, RECORD_ALIGNMENT } from "./layout.ts";
import { readU64, writeU64 } from "./u64.ts";

const MARKER = 0x434c5231; // CLR1
// marker(4) crc(4) hash(32) previousHash(32) bodyHash(32) sequence(8) length(4) items(4), then the items
const CRC_AT = 4;
const COVERED_FROM = 8;
const HASH_AT = 8;
const PREVIOUS_AT = HASH_AT + HASH_BYTES;
const BODY_HASH_AT = PREVIOUS_AT + HASH_BYTES;
const SEQUENCE_AT = BODY_HASH_AT + HASH_BYTES;
const LENGTH_AT = SEQUENCE_AT + 8;
const ITEMS_AT = LENGTH_AT + 4;
export const RECORD_HEADER_BYTES = ITEMS_AT + 4;

/** Where a record stands in the chain. */
export interface ChainLink {
  sequence: number;
  /** Hash of the record with the sequence before. */
  previousHash: Uint8Array;
}

/** What a look at the bytes where a record should begin can say. */
export type RecordCheck =
  | { kind: "record"; length: number; hash: Uint8Array }
  /** Zeros: nothing was written here since the group before. */
  | { kind: "blank" }
  | { kind: "invalid"; reason: string };

/** Fills in what the header says of the body, whose items are in place. `sealRecord` does the rest. */
export function finishBody(record: Uint8Array, items: number): void {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  view.setUint32(LENGTH_AT, record.length);
  view.setUint32(ITEMS_AT, items);
  record.set(sha256(record.subarray(RECORD_HEADER_BYTES)), BODY_HASH_AT);
}

/** Gives a finished record its place in the chain. Returns the record's hash, in memory of its own. */
export function sealRecord(record: Uint8Array, link: ChainLink): Uint8Array {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  view.setUint32(0, MARKER);
  record.set(link.previousHash, PREVIOUS_AT);
  writeU64(view, SEQUENCE_AT, link.sequence);
  const hash = sha256(record.subarray(PREVIOUS_AT, RECORD_HEADER_BYTES));
  record.set(hash, HASH_AT);
  view.setUint32(CRC_AT, crc32c(record, COVERED_FROM, RECORD_HEADER_BYTES));
  return hash;
}

/** Checks the record that begins at `offset` of `bytes` in itself, not its place in the chain. */
export function checkRecord(bytes: Uint8Array, offset: number): RecordCheck {
  const room = bytes.length - offset;
  if (room < 4) return room <= 0 ? { kind: "blank" } : invalid("the file ends in a record's header");
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, room);
  if (view.getUint32(0) === 0) return { kind: "blank" };
  if (room < RECORD_HEADER_BYTES) return invalid("the file ends in a record's header");
  if (view.getUint32(0) !== MARKER) return invalid("no record begins here");
  if (view.getUint32(CRC_AT) !== crc32c(bytes, offset + COVERED_FROM, offset + RECORD_HEADER_BYTES)) {
    return invalid("the record header's checksum does not match");
  }
  const length = view.getUint32(LENGTH_AT);
  if (length < RECORD_HEADER_BYTES || length > room) return invalid("the file ends in a record");
  if (length % RECORD_ALIGNMENT !== 0) return invalid("the record's length is no multiple of 8");
  const record = bytes.subarray(offset, offset + length);
  const hash = record.subarray(HASH_AT, PREVIOUS_AT);
  const headerHash = sha256(record.subarray(PREVIOUS_AT, RECORD_HEADER_BYTES));
  if (!sameBytes(hash, headerHash)) return invalid("the record header's hash does not match");
  const bodyHash = sha256(record.subarray(RECORD_HEADER_BYTES));
  if (!sameBytes(record.subarray(BODY_HASH_AT, SEQUENCE_AT), bodyHash)) {
    return invalid("the record's hash does not match");
  }
  return { kind: "record", length, hash: headerHash };
}

/** Why an intact record does not belong here; `undefined` when it does. */
export function misplacement(record: Uint8Array, link: ChainLink): string | undefined {
  const { sequence } = recordCounts(record);
  if (sequence !== link.sequence) return `record ${sequence} stands where record ${link.sequence} belongs`;
  const previous = record.subarray(PREVIOUS_AT, BODY_HASH_AT);
  return sameBytes(previous, link.previousHash)
    ? undefined
    : "the record does not continue the one before it";
}

export function recordCounts(record: Uint8Array): { sequence: number; items: number } {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  return { sequence: readU64(view, SEQUENCE_AT), items: view.getUint32(ITEMS_AT) };
}

function invalid(reason: string): RecordCheck {
  return { kind: "invalid", reason };
}
