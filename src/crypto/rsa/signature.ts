// RSA signatures (RFC 8017 §8): PSS and PKCS #1 v1.5. Operations of the private key run on a thread of libuv's pool, so
// that one of 3 ms stops nobody's event loop; whoever calls bounds how many run at once.
import { constants, decapsulate, publicDecrypt, sign, verify } from "node:crypto";
import { promisify } from "node:util";
import { sameBytes } from "#base/bytes.ts";
import type { AsymmetricKey } from "../asymmetric-key.ts";
import { describeHash, type HashName } from "../hash-function.ts";
import { encodePkcs1, encodePss, pssMatches } from "./emsa.ts";
import { modulusBits } from "./modulus.ts";

export interface RsaScheme {
  padding: "pss" | "pkcs1v15";
  /** "none": PKCS #1 v1.5 over the input as it is, with nothing that says how it was hashed. */
  hash: HashName | "none";
  /** Of PSS. "auto": the largest there is room for; any when verifying. "hash": as long as the hash. */
  saltLength: number | "auto" | "hash";
  /** The input is a digest already. */
  isDigest: boolean;
}

const signAsync = promisify<string, Uint8Array, Parameters<typeof sign>[2], Uint8Array>(sign);
const decapsulateAsync = promisify(decapsulate);

/** Whether PSS with this salt fits the key (RFC 8017 §9.1.1). */
export function fitsSalt(key: AsymmetricKey, hash: HashName, saltLength: number): boolean {
  const room = Math.ceil((modulusBits(key) - 1) / 8) - describeHash(hash).bytes - 2;
  return saltLength >= 0 && saltLength <= room;
}

/** @throws RangeError when the input does not fit the scheme */
export async function signRsa(key: AsymmetricKey, input: Uint8Array, scheme: RsaScheme): Promise<Uint8Array> {
  if (scheme.isDigest || scheme.hash === "none") {
    return rawPrivate(key, encodedDigest(modulusBits(key), input, scheme));
  }
  const { openssl } = describeHash(scheme.hash);
  return signAsync(openssl, input, { key: key.privateHalf, ...opensslScheme(scheme) });
}

export function verifyRsa(
  key: AsymmetricKey,
  input: Uint8Array,
  signature: Uint8Array,
  scheme: RsaScheme,
): boolean {
  if (scheme.isDigest || scheme.hash === "none") return verifyDigest(key, input, signature, scheme);
  const { openssl } = describeHash(scheme.hash);
  return verify(openssl, input, { key: key.publicHalf, ...opensslScheme(scheme) }, signature);
}

function opensslScheme({ padding, saltLength }: RsaScheme): { padding: number; saltLength?: number } {
  if (padding === "pkcs1v15") return { padding: constants.RSA_PKCS1_PADDING };
  // One number means "the largest" to who signs and "any" to who verifies.
  if (saltLength === "auto")
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
  const length = saltLength === "hash" ? constants.RSA_PSS_SALTLEN_DIGEST : saltLength;
  return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: length };
}

function encodedDigest(
  bits: number,
  digest: Uint8Array,
  { padding, hash, saltLength }: RsaScheme,
): Uint8Array {
  if (padding === "pkcs1v15" || hash === "none") return encodePkcs1(bits, digest, hash);
  return encodePss(bits, digest, { hash, saltLength });
}

/**
 * The bare private operation, which node:crypto offers in one place alone that has a thread of its own: RSASVE, a key
 * encapsulation whose recovery is exactly that (NIST SP 800-56B §7.2.1.3). Blinded by OpenSSL as every other.
 */
async function rawPrivate(key: AsymmetricKey, encoded: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await decapsulateAsync(key.privateHalf, encoded));
}

function verifyDigest(
  key: AsymmetricKey,
  digest: Uint8Array,
  signature: Uint8Array,
  scheme: RsaScheme,
): boolean {
  const encoded = rawPublic(key, signature);
  if (!encoded) return false;
  const { padding, hash, saltLength } = scheme;
  const bits = modulusBits(key);
  if (padding === "pss" && hash !== "none") return pssMatches(bits, encoded, digest, { hash, saltLength });
  try {
    return sameBytes(encoded, encodePkcs1(bits, digest, hash));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function rawPublic(key: AsymmetricKey, signature: Uint8Array): Uint8Array | undefined {
  if (signature.length !== modulusBits(key) / 8) return undefined;
  try {
    return publicDecrypt({ key: key.publicHalf, padding: constants.RSA_NO_PADDING }, signature);
  } catch {
    return undefined;
  }
}
