// Random names: tokens, accessors, identifiers.
import { randomUUID } from "node:crypto";
import { fillRandom } from "./secure-random.ts";

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
  return randomUUID();
}
