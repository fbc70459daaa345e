// Protobuf's variable-length integers, for numbers up to 2^53 - 1. The core writes one protobuf message itself
// (a configuration change is entry data) and must know how large entries will be on the wire.
import { assert } from "#base/assert.ts";

/** How many bytes `value` takes. */
export function varintLength(value: number): number {
  if (value < 2 ** 7) return 1;
  if (value < 2 ** 14) return 2;
  if (value < 2 ** 21) return 3;
  if (value < 2 ** 28) return 4;
  if (value < 2 ** 35) return 5;
  if (value < 2 ** 42) return 6;
  return value < 2 ** 49 ? 7 : 8;
}

/** Appends `value` to `bytes`. */
export function pushVarint(bytes: number[], value: number): void {
  assert(Number.isSafeInteger(value) && value >= 0, "a varint must be a safe non-negative integer");
  let rest = value;
  // Division, not shifts: shifts would cut the number to 32 bits.
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

/** The value at `offset` and where it ends; `undefined` when cut short or beyond 2^53 - 1. */
export function readVarint(bytes: Uint8Array, offset: number): { value: number; end: number } | undefined {
  let value = 0;
  let scale = 1;
  for (let end = offset; end < bytes.length && end < offset + 8; end++) {
    const byte = bytes[end] ?? 0;
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, end: end + 1 } : undefined;
  }
  return undefined;
}
