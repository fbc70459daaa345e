// ECDSA over NIST's curves (FIPS 186-5 §6), as DER (RFC 3279 §2.2.3) or as r ‖ s of fixed length (RFC 7515 appendix
// A.3). P-384 and P-521 take a millisecond or two: theirs run on a thread of libuv's pool.
import { sign, verify } from "node:crypto";
import { promisify } from "node:util";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { AsymmetricKey } from "../asymmetric-key.ts";
import { describeHash, type HashName } from "../hash-function.ts";
import { curveOf, signEcdsaDigest, verifyEcdsaDigest } from "./digest-signature.ts";
import { decodeDer, decodeFixed, encodeDer, encodeFixed } from "./rs-signature.ts";

export interface EcdsaScheme {
  /** "none": the input is a digest already, of whatever hash. */
  hash: HashName | "none";
  encoding: "der" | "ieee-p1363";
}

const signAsync = promisify<string, Uint8Array, Parameters<typeof sign>[2], Uint8Array>(sign);
const verifyAsync = promisify<string, Uint8Array, Parameters<typeof verify>[2], Uint8Array, boolean>(verify);

export function signEcdsa(
  key: AsymmetricKey,
  input: Uint8Array,
  { hash, encoding }: EcdsaScheme,
): MaybePromise<Uint8Array> {
  const curve = curveOf(key);
  if (hash === "none") {
    const signature = signEcdsaDigest(key, input);
    return encoding === "der" ? encodeDer(signature) : encodeFixed(signature, curve.bytes);
  }
  const { openssl } = describeHash(hash);
  const options = { key: key.privateHalf, dsaEncoding: encoding };
  return curve.name === "P-256" ? sign(openssl, input, options) : signAsync(openssl, input, options);
}

export function verifyEcdsa(
  key: AsymmetricKey,
  input: Uint8Array,
  signature: Uint8Array,
  { hash, encoding }: EcdsaScheme,
): MaybePromise<boolean> {
  const curve = curveOf(key);
  if (hash === "none") {
    const decoded = encoding === "der" ? decodeDer(signature) : decodeFixed(signature, curve.bytes);
    return decoded !== undefined && verifyEcdsaDigest(key, input, decoded);
  }
  const { openssl } = describeHash(hash);
  const options = { key: key.publicHalf, dsaEncoding: encoding };
  if (curve.name === "P-256") return verify(openssl, input, options, signature);
  return verifyAsync(openssl, input, options, signature);
}
