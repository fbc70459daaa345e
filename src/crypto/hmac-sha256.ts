import { createHmac } from "node:crypto";

/** HMAC-SHA256, 32 bytes (RFC 2104). */
export function hmacSha256(key: Uint8Array, message: Uint8Array | string): Uint8Array {
  return createHmac("sha256", key).update(message).digest();
}
