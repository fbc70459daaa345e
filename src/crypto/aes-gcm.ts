// AES-GCM with a random 96-bit nonce and always a 128-bit tag (NIST SP 800-38D). The nonce is never a parameter,
// and nothing of a plaintext is handed out before its tag has been checked: node's own `update` would.
import { createCipheriv, createDecipheriv, timingSafeEqual } from "node:crypto";
import { fillRandom } from "./secure-random.ts";

export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
/** What a sealed message is longer than its plaintext. */
export const OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;
const OPTIONS = { authTagLength: TAG_BYTES } as const;

type KeyBits = 128 | 256;
const algorithmOf = (key: Uint8Array): `aes-${KeyBits}-gcm` => {
  if (key.length === 32) return "aes-256-gcm";
  if (key.length === 16) return "aes-128-gcm";
  throw new RangeError("an AES-GCM key has 16 or 32 bytes");
};

export interface GcmTarget {
  /** Where `nonce ‖ ciphertext ‖ tag` goes. */
  into: Uint8Array;
  offset: number;
}

/** Encrypts into `target`, which needs room for `plaintext.length + OVERHEAD_BYTES`. */
export function sealInto(
  key: Uint8Array,
  plaintext: Uint8Array,
  associatedData: Uint8Array,
  target: GcmTarget,
): void {
  const { into, offset } = target;
  const nonce = into.subarray(offset, offset + NONCE_BYTES);
  fillRandom(nonce);
  const cipher = createCipheriv(algorithmOf(key), key, nonce, OPTIONS);
  cipher.setAAD(associatedData);
  into.set(cipher.update(plaintext), offset + NONCE_BYTES);
  cipher.final();
  into.set(cipher.getAuthTag(), offset + NONCE_BYTES + plaintext.length);
}

/** Encrypts to `nonce ‖ ciphertext ‖ tag`. */
export function seal(key: Uint8Array, plaintext: Uint8Array, associatedData: Uint8Array): Uint8Array {
  const into = new Uint8Array(plaintext.length + OVERHEAD_BYTES);
  sealInto(key, plaintext, associatedData, { into, offset: 0 });
  return into;
}

/** Decrypts `nonce ‖ ciphertext ‖ tag`; `undefined` when it was not made by `seal` with the same key and data. */
export function open(
  key: Uint8Array,
  sealed: Uint8Array,
  associatedData: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < OVERHEAD_BYTES) return undefined;
  const tagAt = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(algorithmOf(key), key, sealed.subarray(0, NONCE_BYTES), OPTIONS);
  decipher.setAAD(associatedData);
  decipher.setAuthTag(sealed.subarray(tagAt));
  const plaintext = decipher.update(sealed.subarray(NONCE_BYTES, tagAt));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    return undefined;
  }
  return plaintext;
}

/**
 * As `open`, for what holds keys. Node decrypts into a block of memory of its own, copies it, and frees the block as it is:
 * a key would lie there until chance overwrites it. So the key stream alone is made there (GCM encrypts in counter mode,
 * from 2 on: NIST SP 800-38D §7.1), the message is decrypted here, and encrypted once more for its tag.
 */
export function openKeys(
  key: Uint8Array,
  sealed: Uint8Array,
  associatedData: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < OVERHEAD_BYTES) return undefined;
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tagAt = sealed.length - TAG_BYTES;
  const ciphertext = sealed.subarray(NONCE_BYTES, tagAt);
  const stream = keyStream(key, nonce, ciphertext.length);
  // Outside of V8's heap, which would be copied on its way to the cipher.
  const plaintext = new Uint8Array(new ArrayBuffer(ciphertext.length));
  for (let at = 0; at < plaintext.length; at++) plaintext[at] = (ciphertext[at] ?? 0) ^ (stream[at] ?? 0);
  stream.fill(0);
  const cipher = createCipheriv(algorithmOf(key), key, nonce, OPTIONS);
  cipher.setAAD(associatedData);
  cipher.update(plaintext);
  cipher.final();
  if (timingSafeEqual(cipher.getAuthTag(), sealed.subarray(tagAt))) return plaintext;
  plaintext.fill(0);
  return undefined;
}

function keyStream(key: Uint8Array, nonce: Uint8Array, length: number): Uint8Array {
  const counter = new Uint8Array(16);
  counter.set(nonce);
  counter[15] = 2;
  const bits = key.length === 16 ? 128 : 256;
  const cipher = createCipheriv(`aes-${bits}-ctr`, key, counter);
  const stream = cipher.update(new Uint8Array(length));
  // Lets go of the key, which would stay until the cipher is collected.
  cipher.final();
  return stream;
}
