// Authenticated encryption for what an engine encrypts under keys of its own: AES-GCM (NIST SP 800-38D) and
// ChaCha20-Poly1305 (RFC 8439), always `nonce(12) ‖ ciphertext ‖ tag(16)`. No caller ever chooses a nonce: it is random,
// or made of the message itself (CVE-2023-4680). Keys are plain bytes: a KeyObject makes none of this faster (measured).
import { type CipherGCM, createCipheriv, createDecipheriv, type DecipherGCM } from "node:crypto";
import { hmacSha256 } from "./hmac-sha256.ts";
import { fillRandom } from "./secure-random.ts";

export const AEAD_NONCE_BYTES = 12;
export const AEAD_TAG_BYTES = 16;
const OPTIONS = { authTagLength: AEAD_TAG_BYTES } as const;

const KEY_BYTES = { "aes-128-gcm": 16, "aes-256-gcm": 32, "chacha20-poly1305": 32 } as const;
export type AeadCipher = keyof typeof KEY_BYTES;

export interface AeadKey {
  cipher: AeadCipher;
  bytes: Uint8Array;
}

export function aeadKeyBytes(cipher: AeadCipher): number {
  return KEY_BYTES[cipher];
}

/** Encrypts under a random nonce. */
export function sealAead(key: AeadKey, plaintext: Uint8Array, associatedData: Uint8Array): Uint8Array {
  const into = new Uint8Array(plaintext.length + AEAD_NONCE_BYTES + AEAD_TAG_BYTES);
  fillRandom(into.subarray(0, AEAD_NONCE_BYTES));
  return encrypt(key, plaintext, associatedData, into);
}

/** An encryption key and the key that makes nonces of messages. */
export interface ConvergentKey extends AeadKey {
  nonceKey: Uint8Array;
}

/**
 * Encrypts equal messages to equal ciphertexts: the nonce is the first 96 bits of HMAC-SHA256 of the message, so that
 * two messages share one only where they are the same (Vault's convergent version 3).
 */
export function sealConvergent(
  key: ConvergentKey,
  plaintext: Uint8Array,
  associatedData: Uint8Array,
): Uint8Array {
  const into = new Uint8Array(plaintext.length + AEAD_NONCE_BYTES + AEAD_TAG_BYTES);
  into.set(hmacSha256(key.nonceKey, plaintext).subarray(0, AEAD_NONCE_BYTES));
  return encrypt(key, plaintext, associatedData, into);
}

/** Decrypts `nonce ‖ ciphertext ‖ tag`; `undefined` when it was not made with the same key and data. */
export function openAead(
  key: AeadKey,
  sealed: Uint8Array,
  associatedData: Uint8Array,
): Uint8Array | undefined {
  const tagAt = sealed.length - AEAD_TAG_BYTES;
  if (tagAt < AEAD_NONCE_BYTES) return undefined;
  const decipher = decipherOf(key, sealed.subarray(0, AEAD_NONCE_BYTES));
  if (associatedData.length > 0) decipher.setAAD(associatedData);
  decipher.setAuthTag(sealed.subarray(tagAt));
  const plaintext = decipher.update(sealed.subarray(AEAD_NONCE_BYTES, tagAt));
  try {
    decipher.final();
  } catch {
    // `update` hands out what is not verified yet; nobody gets to see it.
    plaintext.fill(0);
    return undefined;
  }
  return plaintext;
}

/** @param into holds the nonce and has room for the rest */
function encrypt(
  key: AeadKey,
  plaintext: Uint8Array,
  associatedData: Uint8Array,
  into: Uint8Array,
): Uint8Array {
  const cipher = cipherOf(key, into.subarray(0, AEAD_NONCE_BYTES));
  if (associatedData.length > 0) cipher.setAAD(associatedData);
  into.set(cipher.update(plaintext), AEAD_NONCE_BYTES);
  cipher.final();
  into.set(cipher.getAuthTag(), into.length - AEAD_TAG_BYTES);
  return into;
}

// Node's types know each cipher by its own overload; all three behave like GCM.
function cipherOf({ cipher, bytes }: AeadKey, nonce: Uint8Array): CipherGCM {
  return createCipheriv(cipher as "aes-256-gcm", bytes, nonce, OPTIONS);
}

function decipherOf({ cipher, bytes }: AeadKey, nonce: Uint8Array): DecipherGCM {
  return createDecipheriv(cipher as "aes-256-gcm", bytes, nonce, OPTIONS);
}
