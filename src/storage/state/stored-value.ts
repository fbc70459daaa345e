// How a value lies in the state store: layout(1) version(7) element(16) value. `element` is the record's share of
// the set hash, kept beside it so that replacing the record needs no second hashing.
import { assert } from "#base/assert.ts";
import { sha256 } from "#crypto/sha256.ts";
import { UnknownFormatError } from "../entry-payload.ts";
import type { StoredValue } from "../kv-store.ts";

const LAYOUT = 1;
export const ELEMENT_BYTES = 16;
export const STORED_HEADER_BYTES = 8 + ELEMENT_BYTES;

const encoder = new TextEncoder();
let scratch = new Uint8Array(4096);
let scratchView = new DataView(scratch.buffer);

/** The first half of SHA-256 over version(8) keyLength(4) key value. */
export function elementOf(key: string, version: number, value: Uint8Array): Uint8Array {
  const needed = 12 + key.length * 3 + value.length;
  if (scratch.length < needed) {
    scratch = new Uint8Array(needed * 2);
    scratchView = new DataView(scratch.buffer);
  }
  const { written } = encoder.encodeInto(key, scratch.subarray(12));
  scratchView.setUint32(0, Math.floor(version / 0x1_0000_0000));
  scratchView.setUint32(4, version >>> 0);
  scratchView.setUint32(8, written);
  scratch.set(value, 12 + written);
  // Copied into so few bytes that they lie in the object itself: a digest's own memory would cost ten times as much.
  const element = new Uint8Array(ELEMENT_BYTES);
  element.set(sha256(scratch.subarray(0, 12 + written + value.length)).subarray(0, ELEMENT_BYTES));
  return element;
}

/** A version number as it is stored. */
export function encodeStored(version: number, element: Uint8Array, value: Uint8Array): Uint8Array {
  assert(Number.isSafeInteger(version) && version >= 0, "a version is a safe integer");
  const bytes = new Uint8Array(STORED_HEADER_BYTES + value.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(version / 0x1_0000_0000));
  view.setUint32(4, version >>> 0);
  bytes[0] = LAYOUT;
  bytes.set(element, 8);
  bytes.set(value, STORED_HEADER_BYTES);
  return bytes;
}

/** Shares memory with `bytes`. @throws UnknownFormatError, InvariantError when the record is cut */
export function decodeStored(bytes: Uint8Array): StoredValue {
  return { version: storedVersion(bytes), value: bytes.subarray(STORED_HEADER_BYTES) };
}

export function storedVersion(bytes: Uint8Array): number {
  assert(bytes.length >= STORED_HEADER_BYTES, "a stored record has a whole header");
  if (bytes[0] !== LAYOUT) throw new UnknownFormatError("a stored record", bytes[0] ?? 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return (view.getUint32(0) & 0x00ff_ffff) * 0x1_0000_0000 + view.getUint32(4);
}

export function storedElement(bytes: Uint8Array): Uint8Array {
  assert(bytes.length >= STORED_HEADER_BYTES, "a stored record has a whole header");
  return bytes.subarray(8, STORED_HEADER_BYTES);
}
