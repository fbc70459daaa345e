import { encodeHex } from "#base/bytes.ts";
import { sha256 } from "#crypto/sha256.ts";

/** What members are known by: lower-case hexadecimal SHA-256 of the certificate's own bytes. */
export function certificatePin(der: Uint8Array): string {
  return encodeHex(sha256(der));
}

export function isPin(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
