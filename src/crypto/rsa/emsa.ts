// How a digest is encoded before RSA signs it (RFC 8017 §9), for digests that come from elsewhere: node:crypto signs
// only what it has hashed itself.
import { concatBytes, decodeHex, sameBytes } from "#base/bytes.ts";
import { describeHash, digestOf, type HashName } from "../hash-function.ts";
import { randomBytes } from "../secure-random.ts";

/** EMSA-PKCS1-v1_5 (§9.2); "none" leaves out what names the hash. @throws RangeError when the digest does not fit */
export function encodePkcs1(modulusBits: number, digest: Uint8Array, hash: HashName | "none"): Uint8Array {
  const info = hash === "none" ? digest : concatBytes(digestInfoOf(hash), checkedDigest(digest, hash));
  const length = modulusBits / 8;
  if (info.length + 11 > length) throw new RangeError("the input is too long for the key");
  const encoded = new Uint8Array(length).fill(0xff);
  encoded[0] = 0;
  encoded[1] = 1;
  encoded[length - info.length - 1] = 0;
  encoded.set(info, length - info.length);
  return encoded;
}

function digestInfoOf(hash: HashName): Uint8Array {
  return decodeHex(describeHash(hash).digestInfo) as Uint8Array;
}

function checkedDigest(digest: Uint8Array, hash: HashName): Uint8Array {
  if (digest.length === describeHash(hash).bytes) return digest;
  throw new RangeError("the input is no digest of the hash algorithm");
}

export interface PssOptions {
  hash: HashName;
  saltLength: number | "auto" | "hash";
}

/** EMSA-PSS (§9.1.1), as long as the modulus. @throws RangeError when digest or salt do not fit */
export function encodePss(modulusBits: number, digest: Uint8Array, options: PssOptions): Uint8Array {
  const { hash } = options;
  const length = Math.ceil((modulusBits - 1) / 8);
  const hashBytes = describeHash(hash).bytes;
  const room = length - hashBytes - 2;
  const saltLength = saltBytes(options, room);
  if (saltLength > room) throw new RangeError("the salt does not fit the key");
  const salt = randomBytes(saltLength);
  const proof = digestOf(hash, concatBytes(new Uint8Array(8), checkedDigest(digest, hash), salt));
  const block = new Uint8Array(length - hashBytes - 1);
  block[room - saltLength] = 1;
  block.set(salt, room - saltLength + 1);
  mask(block, proof, hash);
  block[0] = (block[0] ?? 0) & (0xff >> (8 * length - (modulusBits - 1)));
  const encoded = concatBytes(block, proof, Uint8Array.of(0xbc));
  const missing = modulusBits / 8 - length;
  return missing === 0 ? encoded : concatBytes(new Uint8Array(missing), encoded);
}

function saltBytes({ hash, saltLength }: PssOptions, room: number): number {
  if (saltLength === "auto") return Math.max(0, room);
  return saltLength === "hash" ? describeHash(hash).bytes : saltLength;
}

/** EMSA-PSS verification (§9.1.2) of an encoded message as long as the modulus. */
export function pssMatches(
  modulusBits: number,
  encoded: Uint8Array,
  digest: Uint8Array,
  options: PssOptions,
): boolean {
  const { hash } = options;
  const length = Math.ceil((modulusBits - 1) / 8);
  const hashBytes = describeHash(hash).bytes;
  const message = encoded.subarray(encoded.length - length);
  if (encoded.length !== modulusBits / 8 || encoded.subarray(0, -length).some((byte) => byte !== 0))
    return false;
  if (digest.length !== hashBytes || length < hashBytes + 2 || message.at(-1) !== 0xbc) return false;
  const block = message.slice(0, length - hashBytes - 1);
  const proof = message.subarray(length - hashBytes - 1, -1);
  const topBits = 0xff >> (8 * length - (modulusBits - 1));
  if (((block[0] ?? 0) & ~topBits) !== 0) return false;
  mask(block, proof, hash);
  block[0] = (block[0] ?? 0) & topBits;
  const one = block.findIndex((byte) => byte !== 0);
  const salt = block.subarray(one + 1);
  if (one < 0 || block[one] !== 1 || !isExpectedSalt(salt.length, options)) return false;
  return sameBytes(proof, digestOf(hash, concatBytes(new Uint8Array(8), digest, salt)));
}

function isExpectedSalt(length: number, { hash, saltLength }: PssOptions): boolean {
  if (saltLength === "auto") return true;
  return length === (saltLength === "hash" ? describeHash(hash).bytes : saltLength);
}

/** Adds MGF1 of `seed` (appendix B.2.1) to `block`. */
function mask(block: Uint8Array, seed: Uint8Array, hash: HashName): void {
  const counter = new Uint8Array(4);
  const view = new DataView(counter.buffer);
  const step = describeHash(hash).bytes;
  for (let at = 0, round = 0; at < block.length; at += step, round++) {
    view.setUint32(0, round);
    const digest = digestOf(hash, concatBytes(seed, counter));
    for (let i = 0; i < step && at + i < block.length; i++) {
      block[at + i] = (block[at + i] ?? 0) ^ (digest[i] ?? 0);
    }
  }
}
