// RSA encryption by OAEP (RFC 8017 §7.1), with the same hash for its mask and no label.
import { constants, privateDecrypt, publicEncrypt, webcrypto } from "node:crypto";
import type { AsymmetricKey } from "../asymmetric-key.ts";
import { modulusBits } from "./modulus.ts";

const HASHES = {
  sha1: { web: "SHA-1", bytes: 20 },
  /** Unknown to Web Cryptography. */
  sha224: { web: undefined, bytes: 28 },
  sha256: { web: "SHA-256", bytes: 32 },
  sha384: { web: "SHA-384", bytes: 48 },
  sha512: { web: "SHA-512", bytes: 64 },
} as const;

export type OaepHash = keyof typeof HASHES;

export function isOaepHash(name: string): name is OaepHash {
  return Object.hasOwn(HASHES, name);
}

/** The longest message (§7.1.1). */
export function oaepRoom(key: AsymmetricKey, hash: OaepHash = "sha256"): number {
  return modulusBits(key) / 8 - 2 * HASHES[hash].bytes - 2;
}

/** @throws when the message is longer than `oaepRoom` */
export function encryptOaep(key: AsymmetricKey, message: Uint8Array, hash: OaepHash = "sha256"): Uint8Array {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return publicEncrypt({ key: key.publicHalf, oaepHash: hash, padding }, message);
}

/** `undefined`: not encrypted to this key. */
export async function decryptOaep(
  key: AsymmetricKey,
  ciphertext: Uint8Array,
  hash: OaepHash = "sha256",
): Promise<Uint8Array | undefined> {
  if (ciphertext.length !== modulusBits(key) / 8) return undefined;
  try {
    return await decrypt(key, Uint8Array.from(ciphertext), hash);
  } catch {
    return undefined;
  }
}

/** On a thread of libuv's pool, by Web Cryptography: node:crypto's own would block the event loop. */
async function decrypt(
  key: AsymmetricKey,
  ciphertext: Uint8Array<ArrayBuffer>,
  hash: OaepHash,
): Promise<Uint8Array> {
  const { web } = HASHES[hash];
  if (!web) {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key: key.privateHalf, oaepHash: hash, padding }, ciphertext);
  }
  const webKey = key.privateHalf.toCryptoKey({ name: "RSA-OAEP", hash: web }, false, ["decrypt"]);
  return new Uint8Array(await webcrypto.subtle.decrypt({ name: "RSA-OAEP" }, webKey, ciphertext));
}
