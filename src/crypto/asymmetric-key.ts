// Keys of two halves: made, read and written in the forms that others understand (RFC 5208, RFC 5280 §4.1.2.7, RFC 8017
// appendix A, RFC 5915). Whoever uses one holds it as an `AsymmetricKey` and never sees what is inside.
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

export type CurveName = "P-256" | "P-384" | "P-521";

export type KeyKind =
  | { type: "rsa"; bits: number }
  | { type: "ec"; curve: CurveName }
  | { type: "ed25519" }
  | { type: "other" };

/** Both halves as DER. */
export interface KeyPairBytes {
  /** PKCS #8. */
  secret: Uint8Array;
  /** SubjectPublicKeyInfo. */
  publicKey: Uint8Array;
}

/** The public half, and the private one where it is known. */
export class AsymmetricKey {
  readonly publicHalf: KeyObject;
  readonly #privateHalf: KeyObject | undefined;

  private constructor(publicHalf: KeyObject, privateHalf: KeyObject | undefined) {
    this.publicHalf = publicHalf;
    this.#privateHalf = privateHalf;
  }

  /** @throws TypeError or OpenSSL's error when `der` is no private key */
  static ofSecret(der: Uint8Array): AsymmetricKey {
    const secret = createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
    return new AsymmetricKey(createPublicKey(secret), secret);
  }

  /** @throws TypeError or OpenSSL's error when `der` is no public key */
  static ofPublic(der: Uint8Array): AsymmetricKey {
    return new AsymmetricKey(
      createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" }),
      undefined,
    );
  }

  /** @throws TypeError or OpenSSL's error when `pem` is no public key */
  static ofPublicPem(pem: string): AsymmetricKey {
    return new AsymmetricKey(createPublicKey({ key: pem, format: "pem" }), undefined);
  }

  get isPrivate(): boolean {
    return this.#privateHalf !== undefined;
  }

  /** @throws TypeError when only the public half is known */
  get privateHalf(): KeyObject {
    if (!this.#privateHalf) throw new TypeError("the private half of this key is not known");
    return this.#privateHalf;
  }

  get kind(): KeyKind {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = this.publicHalf;
    if (type === "rsa") return { type, bits: details?.modulusLength ?? 0 };
    if (type === "ed25519") return { type };
    const curve = CURVES.get(details?.namedCurve ?? "");
    return type === "ec" && curve ? { type, curve } : { type: "other" };
  }

  /** In normal form, whatever it was read from. */
  toBytes(): KeyPairBytes {
    const publicKey = this.publicHalf.export({ format: "der", type: "spki" });
    if (!this.#privateHalf) return { secret: new Uint8Array(0), publicKey };
    return { secret: this.#privateHalf.export({ format: "der", type: "pkcs8" }), publicKey };
  }

  publicPem(): string {
    return String(this.publicHalf.export({ format: "pem", type: "spki" }));
  }

  /** The form that is the key type's own: PKCS #1 or SEC 1. @throws for other types */
  traditionalPem(): string {
    const type = this.publicHalf.asymmetricKeyType === "rsa" ? "pkcs1" : "sec1";
    return String(this.privateHalf.export({ format: "pem", type }));
  }

  /** Whether both have the same public half. */
  matches(other: AsymmetricKey): boolean {
    return this.publicHalf.equals(other.publicHalf);
  }
}

const OPENSSL_CURVES = { "P-256": "prime256v1", "P-384": "secp384r1", "P-521": "secp521r1" } as const;
const CURVES = new Map(
  Object.entries(OPENSSL_CURVES).map(([name, openssl]) => [openssl as string, name as CurveName]),
);

export function opensslCurve(curve: CurveName): string {
  return OPENSSL_CURVES[curve];
}

const generate = promisify(generateKeyPair);
const DER = {
  publicKeyEncoding: { format: "der", type: "spki" },
  privateKeyEncoding: { format: "der", type: "pkcs8" },
} as const;

/** A new key, made on a thread of libuv's pool: 4096 bits of RSA take seconds. */
export async function generateKeyBytes(kind: Exclude<KeyKind, { type: "other" }>): Promise<KeyPairBytes> {
  const { privateKey: secret, publicKey } = await generateOf(kind);
  return { secret, publicKey };
}

function generateOf(
  kind: Exclude<KeyKind, { type: "other" }>,
): Promise<{ privateKey: Buffer; publicKey: Buffer }> {
  switch (kind.type) {
    case "rsa":
      return generate("rsa", { modulusLength: kind.bits, publicExponent: 0x10001, ...DER });
    case "ec":
      return generate("ec", { namedCurve: opensslCurve(kind.curve), ...DER });
    case "ed25519":
      return generate("ed25519", DER);
  }
}
