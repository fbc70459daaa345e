// A record as it lies in storage: term(4, big-endian) ‖ 0x02 ‖ nonce(12) ‖ ciphertext ‖ tag(16), AES-256-GCM with the
// storage path as associated data, so that a record moved to another path does not decrypt (security.md §3).
import { OVERHEAD_BYTES, open, openKeys, sealInto } from "#crypto/aes-gcm.ts";

const FORMAT = 0x02;
const HEADER_BYTES = 5;
export const RECORD_OVERHEAD_BYTES = HEADER_BYTES + OVERHEAD_BYTES;

const encoder = new TextEncoder();
let pathScratch = new Uint8Array(1024);

/** The path's bytes, valid until the next call. */
function pathBytes(path: string): Uint8Array {
  if (pathScratch.length < path.length * 3) pathScratch = new Uint8Array(path.length * 6);
  return pathScratch.subarray(0, encoder.encodeInto(path, pathScratch).written);
}

export interface RecordKey {
  term: number;
  key: Uint8Array;
}

/** @throws RangeError for an all-zero key: the barrier was sealed meanwhile */
export function sealRecord({ term, key }: RecordKey, path: string, plaintext: Uint8Array): Uint8Array {
  if (key.every((byte) => byte === 0)) throw new RangeError("refusing to encrypt under a zeroed key");
  const record = new Uint8Array(RECORD_OVERHEAD_BYTES + plaintext.length);
  new DataView(record.buffer).setUint32(0, term);
  record[4] = FORMAT;
  sealInto(key, plaintext, pathBytes(path), { into: record, offset: HEADER_BYTES });
  return record;
}

/** The key term that a record was made with; `undefined` when it is no record. */
export function recordTerm(record: Uint8Array): number | undefined {
  if (record.length < RECORD_OVERHEAD_BYTES || record[4] !== FORMAT) return undefined;
  return new DataView(record.buffer, record.byteOffset, 4).getUint32(0);
}

/** `undefined`: not made with this key for this path. */
export function openRecord(key: Uint8Array, path: string, record: Uint8Array): Uint8Array | undefined {
  // Records of term 0, under the root key itself, hold the other keys.
  const openAs = recordTerm(record) === 0 ? openKeys : open;
  return openAs(key, record.subarray(HEADER_BYTES), pathBytes(path));
}
