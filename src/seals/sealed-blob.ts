// What a seal's work looks like in storage:
//   format(1) = 1 ‖ seal type ‖ purpose ‖ key id (each: length(2), UTF-8) ‖ body ‖ CRC32C(4) of all before.
// The checksum stands last in every format. It guards nothing: it tells a damaged blob from one made under another key,
// which authentication alone cannot.

import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { crc32c } from "#base/crc32c.ts";
import type { SealPurpose, UnwrapFailure } from "./seal.ts";

const FORMAT = 1;
const CHECKSUM_BYTES = 4;

export interface BlobHeader {
  readonly type: string;
  readonly purpose: SealPurpose;
  /** The guarding key's name, as far as its seal has names; no secret. */
  readonly keyId: string;
}

export interface SealedBlob {
  readonly kind: "blob";
  readonly header: BlobHeader;
  /** What the seal itself made; with a local key, `nonce ‖ ciphertext ‖ tag`. */
  readonly body: Uint8Array;
}

export function encodeBlob(header: BlobHeader, body: Uint8Array): Uint8Array {
  const out = new ByteWriter(256).raw(headerBytes(header)).raw(body).finish();
  return new ByteWriter(out.length + CHECKSUM_BYTES).raw(out).u32(crc32c(out)).finish().slice();
}

/** The parts of a blob that a seal of `type` made. The body shares memory with `bytes`. */
export function decodeBlob(bytes: Uint8Array, type: string): SealedBlob | UnwrapFailure {
  const end = bytes.length - CHECKSUM_BYTES;
  if (end < 1 || crc32c(bytes, 0, end) !== new ByteReader(bytes, end).u32()) {
    return damaged("its checksum does not match");
  }
  const version = bytes[0] as number;
  if (version !== FORMAT) return { kind: "unknown-format", version };
  try {
    const { header, body } = decodeFormat1(bytes.subarray(0, end));
    return header.type === type ? { kind: "blob", header, body } : { kind: "other-seal", type: header.type };
  } catch {
    return damaged("it ends early or holds something else than it should");
  }
}

/** What authenticated encryption binds the body to: the header and what it is a header of. */
export function associatedData(header: BlobHeader): Uint8Array {
  return new ByteWriter(256).text16("coffer seal").raw(headerBytes(header)).finish();
}

function headerBytes({ type, purpose, keyId }: BlobHeader): Uint8Array {
  return new ByteWriter(256).u8(FORMAT).text16(type).text16(purpose).text16(keyId).finish();
}

/** @throws RangeError, TypeError for what no seal wrote */
function decodeFormat1(bytes: Uint8Array): { header: BlobHeader; body: Uint8Array } {
  const input = new ByteReader(bytes, 1);
  const header = { type: input.text16(), purpose: purposeOf(input.text16()), keyId: input.text16() };
  return { header, body: input.raw(input.remaining) };
}

/** @throws RangeError for none of ours */
function purposeOf(text: string): SealPurpose {
  if (text !== "root-key" && text !== "recovery-key") throw new RangeError("unknown purpose");
  return text;
}

function damaged(reason: string): UnwrapFailure {
  return { kind: "damaged", reason };
}
