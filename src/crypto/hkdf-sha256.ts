// HKDF with HMAC-SHA256 (RFC 5869), its two steps apart: a key that is derived from often is extracted once. Node's own
// takes at most 1024 bytes of info; a context may be longer.
import { concatBytes } from "#base/bytes.ts";
import { hmacSha256 } from "./hmac-sha256.ts";

const DIGEST_BYTES = 32;
const NO_SALT = new Uint8Array(DIGEST_BYTES);

/** The pseudo-random key of `material`, without salt. */
export function hkdfExtract(material: Uint8Array): Uint8Array {
  return hmacSha256(NO_SALT, material);
}

/** @param length at most 255 × 32 bytes */
export function hkdfExpand(pseudoRandomKey: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  if (length > 255 * DIGEST_BYTES) throw new RangeError("HKDF-SHA256 gives at most 8160 bytes");
  let block = hmacSha256(pseudoRandomKey, concatBytes(info, Uint8Array.of(1)));
  if (length <= DIGEST_BYTES) return block.subarray(0, length);
  const whole = new Uint8Array(Math.ceil(length / DIGEST_BYTES) * DIGEST_BYTES);
  whole.set(block);
  for (let round = 2; (round - 1) * DIGEST_BYTES < length; round++) {
    block = hmacSha256(pseudoRandomKey, concatBytes(block, info, Uint8Array.of(round)));
    whole.set(block, (round - 1) * DIGEST_BYTES);
  }
  return whole.subarray(0, length);
}
