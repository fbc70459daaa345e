// AES key wrap with padding (RFC 5649, KWP of NIST SP 800-38F): key material of any length under another key.
import { createCipheriv, createDecipheriv } from "node:crypto";
import { concatBytes, decodeHex } from "#base/bytes.ts";

const CIPHER = "id-aes256-wrap-pad";
/** RFC 5649 §3: the fixed half of the alternative initial value. */
const INITIAL_VALUE = decodeHex("a65959a6") as Uint8Array;
const KEY_BYTES = 32;
const BLOCK_BYTES = 8;

/** @param key 32 bytes */
export function wrapKey(key: Uint8Array, material: Uint8Array): Uint8Array {
  const cipher = createCipheriv(CIPHER, key, INITIAL_VALUE);
  return concatBytes(cipher.update(material), cipher.final());
}

/** `undefined`: not wrapped under this key. */
export function unwrapKey(key: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  if (key.length !== KEY_BYTES) return undefined;
  if (wrapped.length < 2 * BLOCK_BYTES || wrapped.length % BLOCK_BYTES !== 0) return undefined;
  try {
    const decipher = createDecipheriv(CIPHER, key, INITIAL_VALUE);
    return concatBytes(decipher.update(wrapped), decipher.final());
  } catch {
    return undefined;
  }
}
