import type { JsonBytes } from "#kit/json/json-bytes.ts";
import { type VersionedBytes, versionPrefix } from "../versioned-text.ts";

/** A result's members: what encrypting and rewrapping answer for one item. */
export function writeCiphertext(out: JsonBytes, { version, bytes }: VersionedBytes): void {
  out.literal('"ciphertext":').base64(bytes, versionPrefix(version)).literal(`,"key_version":${version}`);
}
