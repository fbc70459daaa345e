// Ed25519 (RFC 8032): signatures of whole messages. A private key's DER ends in its 32-byte seed, a public key's in
// its 32 bytes (RFC 8410).
import { sign, verify } from "node:crypto";
import { concatBytes, decodeHex, sameBytes } from "#base/bytes.ts";
import { AsymmetricKey, type KeyPairBytes } from "./asymmetric-key.ts";

export const ED25519_BYTES = 32;
const PKCS8_PREFIX = decodeHex("302e020100300506032b657004220420") as Uint8Array;
const SPKI_PREFIX = decodeHex("302a300506032b6570032100") as Uint8Array;

export function signEd25519(key: AsymmetricKey, message: Uint8Array): Uint8Array {
  return sign(null, message, key.privateHalf);
}

export function verifyEd25519(key: AsymmetricKey, message: Uint8Array, signature: Uint8Array): boolean {
  return verify(null, message, key.publicHalf, signature);
}

/** The key pair of a seed of 32 bytes. */
export function ed25519OfSeed(seed: Uint8Array): AsymmetricKey {
  return AsymmetricKey.ofSecret(concatBytes(PKCS8_PREFIX, seed));
}

/** The public key of 32 bytes. @throws when they are no point of the curve */
export function ed25519OfPublic(bytes: Uint8Array): AsymmetricKey {
  return AsymmetricKey.ofPublic(concatBytes(SPKI_PREFIX, bytes));
}

/** The key pair of seed and public key, 64 bytes. @throws RangeError when the two do not belong together */
export function ed25519OfSecret(bytes: Uint8Array): AsymmetricKey {
  const key = ed25519OfSeed(bytes.subarray(0, ED25519_BYTES));
  const isPair = sameBytes(rawEd25519Public(key.toBytes()), bytes.subarray(ED25519_BYTES));
  if (!isPair) throw new RangeError("the bytes are no Ed25519 key");
  return key;
}

export function rawEd25519Public({ publicKey }: Pick<KeyPairBytes, "publicKey">): Uint8Array {
  return publicKey.subarray(-ED25519_BYTES);
}

/** Seed and public key, 64 bytes: the form in which Go and Vault carry a private key. */
export function rawEd25519Secret({ secret, publicKey }: KeyPairBytes): Uint8Array {
  return concatBytes(secret.subarray(-ED25519_BYTES), publicKey.subarray(-ED25519_BYTES));
}
