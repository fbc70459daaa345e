// The acknowledgement record: what the previous sync made durable. Two slots, written in turn, each on a page of its
// own: a torn write loses the newer one and leaves the older. It tells a torn tail from damage (Alagappan et al.,
// "Protocol-Aware Recovery", FAST '18): an unreadable record at or below it was once durable.
import { crc32c } from "#base/crc32c.ts";
import { HASH_BYTES } from "./layout.ts";
import { readU64, writeU64 } from "./u64.ts";

const MAGIC = 0x4341434b; // CACK
// magic(4) crc(4) turn(8) segment(8) sequence(8) end(4) continued(4) index(8) term(8) hash(32)
const COVERED_FROM = 8;
const HASH_AT = 56;
export const ACK_BYTES = HASH_AT + HASH_BYTES;

export interface Acknowledgement {
  /** Counts the writes of slots in this segment; the slot with the higher turn is the newer. */
  turn: number;
  segment: number;
  /** The last durable record, where it ends in this segment, and its hash. */
  sequence: number;
  end: number;
  hash: Uint8Array;
  /** Index and term of the log's last entry as of that record. */
  index: number;
  term: number;
  /** The log goes on in the next segment: that file must be there. */
  continued: boolean;
}

export function encodeAcknowledgement(ack: Acknowledgement): Uint8Array {
  const bytes = new Uint8Array(ACK_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  writeU64(view, 8, ack.turn);
  writeU64(view, 16, ack.segment);
  writeU64(view, 24, ack.sequence);
  view.setUint32(32, ack.end);
  view.setUint32(36, ack.continued ? 1 : 0);
  writeU64(view, 40, ack.index);
  writeU64(view, 48, ack.term);
  bytes.set(ack.hash, HASH_AT);
  view.setUint32(4, crc32c(bytes, COVERED_FROM));
  return bytes;
}

/** `undefined` when the slot is torn or damaged. The hash is a copy. */
export function decodeAcknowledgement(bytes: Uint8Array): Acknowledgement | undefined {
  if (bytes.length < ACK_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, ACK_BYTES);
  if (view.getUint32(0) !== MAGIC || view.getUint32(4) !== crc32c(bytes, COVERED_FROM, ACK_BYTES))
    return undefined;
  return {
    turn: readU64(view, 8),
    segment: readU64(view, 16),
    sequence: readU64(view, 24),
    end: view.getUint32(32),
    continued: view.getUint32(36) === 1,
    index: readU64(view, 40),
    term: readU64(view, 48),
    hash: bytes.slice(HASH_AT, ACK_BYTES),
  };
}
