// The key of the opening's proofs: derived from the root key, which only unsealed members hold.
import { utf8 } from "#base/bytes.ts";
import { hkdfExpand, hkdfExtract } from "#crypto/hkdf-sha256.ts";
import { hmacSha256 } from "#crypto/hmac-sha256.ts";

const INFO = utf8("coffer forwarding v1");
const KEY_BYTES = 32;

export function forwardingProof(rootKey: Uint8Array, message: Uint8Array): Uint8Array {
  const key = hkdfExpand(hkdfExtract(rootKey), INFO, KEY_BYTES);
  try {
    return hmacSha256(key, message);
  } finally {
    key.fill(0);
  }
}
