import { hash, timingSafeEqual } from "node:crypto";

/** Constant-time comparison of secrets of any lengths: digests first, since timingSafeEqual throws on unequal lengths. */
export function equalSecrets(a: Uint8Array | string, b: Uint8Array | string): boolean {
  return timingSafeEqual(hash("sha256", a, "buffer"), hash("sha256", b, "buffer"));
}
