// ECDSA over a digest that comes from elsewhere (FIPS 186-5 §6.4): node:crypto signs only what it has hashed itself.
// Points are multiplied by OpenSSL, through ECDH, in constant time; the rest is arithmetic modulo the group's order, in
// which the private key and the nonce appear only blinded by fresh random numbers.
import { createECDH, ECDH } from "node:crypto";
import { concatBytes } from "#base/bytes.ts";
import { type AsymmetricKey, opensslCurve } from "../asymmetric-key.ts";
import { bigOf, bytesOf, inverse, mod } from "../modular.ts";
import { randomBytes } from "../secure-random.ts";
import { affineSum, CURVES, type Curve, type Point, pointOf } from "./curve-point.ts";
import type { RsSignature } from "./rs-signature.ts";

export function curveOf(key: AsymmetricKey): Curve {
  const { kind } = key;
  if (kind.type !== "ec") throw new TypeError("ECDSA needs a key of one of NIST's curves");
  return CURVES[kind.curve];
}

/** The digest's leftmost bits, as many as the order has (§6.4.1 step 2). */
function numberOf(digest: Uint8Array, { order, orderBits }: Curve): bigint {
  const surplus = digest.length * 8 - orderBits;
  return mod(surplus > 0 ? bigOf(digest) >> BigInt(surplus) : bigOf(digest), order);
}

export function signEcdsaDigest(key: AsymmetricKey, digest: Uint8Array): RsSignature {
  const curve = curveOf(key);
  const e = numberOf(digest, curve);
  for (;;) {
    const signature = tryToSign(curve, secretOf(key), e);
    if (signature) return signature;
  }
}

/** s = k⁻¹ (e + r d), with k and d never alone: (b k)⁻¹ (b e + b r (d − t) + b r t). */
function tryToSign(curve: Curve, d: bigint, e: bigint): RsSignature | undefined {
  const { order: n } = curve;
  const nonce = createECDH(opensslCurve(curve.name));
  const r = mod(pointOf(nonce.generateKeys()).x, n);
  const blind = randomScalar(curve);
  const shift = randomScalar(curve);
  const k = bigOf(nonce.getPrivateKey());
  const factor = mod(blind * r, n);
  const sum = mod(blind * e, n) + mod(factor * mod(d - shift, n), n) + mod(factor * shift, n);
  const s = mod(inverse(mod(blind * k, n), n) * sum, n);
  return r === 0n || s === 0n ? undefined : { r, s };
}

/** Between 1 and the order − 1; the bias of taking 64 bits more than needed is below 2⁻⁶⁴. */
function randomScalar({ order, bytes }: Curve): bigint {
  return mod(bigOf(randomBytes(bytes + 8)), order - 1n) + 1n;
}

/** The number inside an ECPrivateKey: SEQUENCE { INTEGER 1, OCTET STRING, … } (RFC 5915 §3). */
function secretOf(key: AsymmetricKey): bigint {
  const der = key.privateHalf.export({ format: "der", type: "sec1" });
  const lengthAt = der.indexOf(0x04, 4) + 1;
  const length = der[lengthAt] ?? 0;
  const secret = bigOf(der.subarray(lengthAt + 1, lengthAt + 1 + length));
  der.fill(0);
  return secret;
}

export function verifyEcdsaDigest(key: AsymmetricKey, digest: Uint8Array, { r, s }: RsSignature): boolean {
  const curve = curveOf(key);
  const { order: n } = curve;
  if (r <= 0n || r >= n || s <= 0n || s >= n) return false;
  const w = inverse(s, n);
  const u1 = mod(numberOf(digest, curve) * w, n);
  const sum = sumOfMultiples(curve, publicPoint(key), { u1, u2: mod(r * w, n) });
  return sum !== undefined && mod(sum.x, n) === r;
}

function publicPoint(key: AsymmetricKey): Uint8Array {
  const { x, y } = key.publicHalf.export({ format: "jwk" });
  const decode = (text: string | undefined) => Buffer.from(text ?? "", "base64url");
  return concatBytes(Uint8Array.of(4), decode(x), decode(y));
}

/** u1 G + u2 Q; `undefined` is the point at infinity. */
function sumOfMultiples(
  curve: Curve,
  q: Uint8Array,
  { u1, u2 }: { u1: bigint; u2: bigint },
): Point | undefined {
  const second = multipleOf(curve, q, u2);
  if (u1 === 0n) return second;
  return affineSum(curve, pointOf(scalar(curve, u1).getPublicKey()), second);
}

/**
 * u Q. ECDH tells only its x coordinate, which belongs to two points, B and −B; which one it is shows in the next
 * multiple: (u + 1) Q is B + Q and not −B + Q.
 */
function multipleOf(curve: Curve, q: Uint8Array, u: bigint): Point {
  if (u === 1n) return pointOf(q);
  const isLast = u === curve.order - 1n;
  if (isLast) return { x: pointOf(q).x, y: mod(-pointOf(q).y, curve.prime) };
  const x = scalar(curve, u).computeSecret(q);
  const candidate = decompress(curve, x);
  const next = bigOf(scalar(curve, u + 1n).computeSecret(q));
  const isRight = affineSum(curve, candidate, pointOf(q))?.x === next;
  return isRight ? candidate : { x: candidate.x, y: mod(-candidate.y, curve.prime) };
}

function scalar(curve: Curve, value: bigint): ECDH {
  const ecdh = createECDH(opensslCurve(curve.name));
  ecdh.setPrivateKey(bytesOf(value, curve.bytes));
  return ecdh;
}

/** The point with this x coordinate whose y is even (SEC 1 §2.3.4). */
function decompress({ name }: Curve, x: Uint8Array): Point {
  const compressed = concatBytes(Uint8Array.of(2), x);
  return pointOf(
    ECDH.convertKey(compressed, opensslCurve(name), undefined, undefined, "uncompressed") as Buffer,
  );
}
