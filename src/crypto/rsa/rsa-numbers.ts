// An RSA key as the numbers it is made of (RFC 8017 §3), for formats that carry nothing else.
import { createPrivateKey, createPublicKey } from "node:crypto";
import { AsymmetricKey } from "../asymmetric-key.ts";
import { bigOf, bytesOf, inverse } from "../modular.ts";

export interface RsaPublicNumbers {
  n: bigint;
  e: bigint;
}

export interface RsaNumbers extends RsaPublicNumbers {
  d: bigint;
  p: bigint;
  q: bigint;
  dp: bigint;
  dq: bigint;
  /** Of q modulo p. */
  qInverse: bigint;
}

export function rsaNumbersOf(key: AsymmetricKey): RsaNumbers {
  const { n, e, d, p, q, dp, dq, qi } = key.privateHalf.export({ format: "jwk" });
  return {
    n: read(n),
    e: read(e),
    d: read(d),
    p: read(p),
    q: read(q),
    dp: read(dp),
    dq: read(dq),
    qInverse: read(qi),
  };
}

export function rsaPublicNumbersOf(key: AsymmetricKey): RsaPublicNumbers {
  const { n, e } = key.publicHalf.export({ format: "jwk" });
  return { n: read(n), e: read(e) };
}

function read(text: string | undefined): bigint {
  return bigOf(Buffer.from(text ?? "", "base64url"));
}

/** The key of two primes. @throws RangeError when the numbers do not belong together */
export function rsaOfNumbers({
  n,
  e,
  d,
  p,
  q,
}: Pick<RsaNumbers, "n" | "e" | "d" | "p" | "q">): AsymmetricKey {
  const belongs = p > 1n && q > 1n && p * q === n && (e * d) % (p - 1n) === 1n && (e * d) % (q - 1n) === 1n;
  if (!belongs) throw new RangeError("the numbers are no RSA key");
  const key = {
    kty: "RSA",
    n: write(n),
    e: write(e),
    d: write(d),
    p: write(p),
    q: write(q),
    dp: write(d % (p - 1n)),
    dq: write(d % (q - 1n)),
    qi: write(inverse(q, p)),
  };
  const secret = createPrivateKey({ format: "jwk", key }).export({ format: "der", type: "pkcs8" });
  return AsymmetricKey.ofSecret(secret);
}

export function rsaOfPublicNumbers({ n, e }: RsaPublicNumbers): AsymmetricKey {
  const key = { kty: "RSA", n: write(n), e: write(e) };
  const der = createPublicKey({ format: "jwk", key }).export({ format: "der", type: "spki" });
  return AsymmetricKey.ofPublic(der);
}

function write(value: bigint): string {
  const bytes = bytesOf(value, Math.ceil(value.toString(16).length / 2));
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
