// Random names: tokens, accessors, identifiers.
import { fillRandom, randomBytes } from "./secure-random.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
// 248 = 4 × 62: bytes from 248 on are thrown away so that every letter is equally likely.
const LARGEST_FAIR_BYTE = 248;

/** `length` letters of base62, each equally likely. */
export function randomBase62(length: number): string {
  let text = "";
  const bytes = new Uint8Array(length + 8);
  while (text.length < length) {
    fillRandom(bytes);
    for (const byte of bytes) {
      if (byte < LARGEST_FAIR_BYTE && text.length < length) text += BASE62[byte % 62];
    }
  }
  return text;
}

/** A version 4 UUID (RFC 9562 §5.4). */
export function randomUuid(): string {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toHex();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
