// A key of one of NIST's curves as the numbers it is made of, for formats that carry nothing else.
import { createECDH, createPrivateKey, createPublicKey } from "node:crypto";
import { AsymmetricKey, type CurveName, opensslCurve } from "../asymmetric-key.ts";
import { bigOf, bytesOf } from "../modular.ts";
import { CURVES, pointOf } from "./curve-point.ts";

export interface EcNumbers {
  x: bigint;
  y: bigint;
  /** Absent: the public half alone. */
  d?: bigint;
}

export function ecNumbersOf(key: AsymmetricKey): EcNumbers {
  const half = key.isPrivate ? key.privateHalf : key.publicHalf;
  const { x, y, d } = half.export({ format: "jwk" });
  return { x: read(x), y: read(y), ...(d !== undefined && { d: read(d) }) };
}

function read(text: string | undefined): bigint {
  return bigOf(Buffer.from(text ?? "", "base64url"));
}

/** @throws RangeError or OpenSSL's error when the numbers do not belong together */
export function ecOfNumbers(curve: CurveName, { x, y, d }: EcNumbers): AsymmetricKey {
  const { bytes } = CURVES[curve];
  const write = (value: bigint) =>
    bytesOf(value, bytes).toBase64({ alphabet: "base64url", omitPadding: true });
  const jwk = { kty: "EC", crv: curve, x: write(x), y: write(y) };
  if (d === undefined) {
    return AsymmetricKey.ofPublic(
      createPublicKey({ format: "jwk", key: jwk }).export({ format: "der", type: "spki" }),
    );
  }
  const ecdh = createECDH(opensslCurve(curve));
  ecdh.setPrivateKey(bytesOf(d, bytes));
  const point = pointOf(ecdh.getPublicKey());
  if (point.x !== x || point.y !== y) throw new RangeError("the numbers are no key of the curve");
  const secret = createPrivateKey({ format: "jwk", key: { ...jwk, d: write(d) } });
  return AsymmetricKey.ofSecret(secret.export({ format: "der", type: "pkcs8" }));
}
