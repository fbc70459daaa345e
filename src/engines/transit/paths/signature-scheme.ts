// How a request wants something signed or verified, from its parameters.
import { VaultError } from "#base/vault-error.ts";
import { boolean, text } from "#contract/fields/scalars.ts";
import { HASH_NAMES, type HashName, isHashName } from "#crypto/hash-function.ts";
import type { SignatureScheme } from "../key-types/key-type.ts";

const DEFAULT_HASH = "sha2-256";
const KNOWN = `one of ${HASH_NAMES.join(", ")}`;

export const hashFields = {
  urlalgorithm: text("Hash function; in the path it wins over the parameters."),
  hash_algorithm: text(`Hash function; default ${DEFAULT_HASH}.`),
  algorithm: text("Older name of hash_algorithm."),
};

export const schemeFields = {
  ...hashFields,
  signature_algorithm: text('For RSA: "pss" (default) or "pkcs1v15".'),
  marshaling_algorithm: text('"asn1" (default), or "jws": as a JSON Web Signature has it.'),
  salt_length: text('For PSS: "auto" (default), "hash", or a number of bytes.'),
  prehashed: boolean("The input is a digest already."),
};

interface Values {
  readonly urlalgorithm?: string;
  readonly hash_algorithm?: string;
  readonly algorithm?: string;
  readonly signature_algorithm?: string;
  readonly marshaling_algorithm?: string;
  readonly salt_length?: string;
  readonly prehashed?: boolean;
}

/** @throws VaultError invalid_request */
export function schemeOf(values: Values): SignatureScheme {
  const scheme: SignatureScheme = {
    hash: hashOf(values),
    padding: oneOf(values.signature_algorithm || undefined, ["pss", "pkcs1v15"], "signature algorithm"),
    saltLength: saltLengthOf(values.salt_length ?? "auto"),
    marshaling: oneOf(values.marshaling_algorithm, ["asn1", "jws"], "marshaling type"),
    isDigest: values.prehashed ?? false,
  };
  if (scheme.hash === "none" && !(scheme.isDigest && scheme.padding === "pkcs1v15")) {
    refuse("hash_algorithm=none requires both prehashed=true and signature_algorithm=pkcs1v15");
  }
  return scheme;
}

function hashOf({ urlalgorithm, hash_algorithm, algorithm }: Values): HashName | "none" {
  const name = urlalgorithm || hash_algorithm || algorithm || DEFAULT_HASH;
  return isHashName(name) || name === "none" ? name : refuse(`invalid hash algorithm: expected ${KNOWN}`);
}

/** Of HMAC, which has no older names. @throws VaultError invalid_request */
export function hmacHashOf({ urlalgorithm, algorithm, hash_algorithm }: Values): HashName {
  const name = urlalgorithm || algorithm || hash_algorithm || DEFAULT_HASH;
  return isHashName(name) ? name : refuse(`unsupported algorithm: expected ${KNOWN}`);
}

function oneOf<T extends string>(value: string | undefined, known: readonly [T, ...T[]], what: string): T {
  if (value === undefined) return known[0];
  return known.find((name) => name === value) ?? refuse(`invalid ${what}: expected ${known.join(" or ")}`);
}

function saltLengthOf(value: string): SignatureScheme["saltLength"] {
  if (value === "auto" || value === "hash") return value;
  const isNumber = /^-?\d{1,9}$/.test(value);
  if (!isNumber) refuse("salt length neither 'auto', 'hash', nor an int");
  // Go's own way of saying "hash", which clients have come to know.
  return value === "-1" ? "hash" : Number(value);
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
