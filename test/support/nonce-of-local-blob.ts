import assert from "node:assert/strict";
import { decodeBlob } from "#seals/sealed-blob.ts";

/** The nonce of a blob that a key in this process made: the first twelve bytes of its body. */
export function nonceOfLocalBlob(blob: Uint8Array, type: string): Uint8Array {
  const parts = decodeBlob(blob, type);
  assert.equal(parts.kind, "blob");
  return parts.kind === "blob" ? parts.body.subarray(0, 12) : new Uint8Array(0);
}
