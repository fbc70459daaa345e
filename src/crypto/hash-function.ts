// The hash functions that clients may name, as Vault names them (FIPS 180-4, FIPS 202).
import { createHmac, hash } from "node:crypto";

interface HashFunction {
  /** OpenSSL's name. */
  openssl: string;
  bytes: number;
  /** DER before the digest in a signature of RSASSA-PKCS1-v1_5 (RFC 8017 §9.2, note 1), as hex. */
  digestInfo: string;
}

const FUNCTIONS = {
  sha1: { openssl: "sha1", bytes: 20, digestInfo: "3021300906052b0e03021a05000414" },
  "sha2-224": { openssl: "sha224", bytes: 28, digestInfo: "302d300d06096086480165030402040500041c" },
  "sha2-256": { openssl: "sha256", bytes: 32, digestInfo: "3031300d060960864801650304020105000420" },
  "sha2-384": { openssl: "sha384", bytes: 48, digestInfo: "3041300d060960864801650304020205000430" },
  "sha2-512": { openssl: "sha512", bytes: 64, digestInfo: "3051300d060960864801650304020305000440" },
  "sha3-224": { openssl: "sha3-224", bytes: 28, digestInfo: "302d300d06096086480165030402070500041c" },
  "sha3-256": { openssl: "sha3-256", bytes: 32, digestInfo: "3031300d060960864801650304020805000420" },
  "sha3-384": { openssl: "sha3-384", bytes: 48, digestInfo: "3041300d060960864801650304020905000430" },
  "sha3-512": { openssl: "sha3-512", bytes: 64, digestInfo: "3051300d060960864801650304020a05000440" },
} as const satisfies Readonly<Record<string, HashFunction>>;

export type HashName = keyof typeof FUNCTIONS;

export const HASH_NAMES = Object.keys(FUNCTIONS) as readonly HashName[];

export function isHashName(name: string): name is HashName {
  return Object.hasOwn(FUNCTIONS, name);
}

export function describeHash(name: HashName): HashFunction {
  return FUNCTIONS[name];
}

export function digestOf(name: HashName, message: Uint8Array): Uint8Array {
  return hash(FUNCTIONS[name].openssl, message, "buffer");
}

/** HMAC (RFC 2104) with any of the hash functions. */
export function hmacOf(name: HashName, key: Uint8Array, message: Uint8Array): Uint8Array {
  return createHmac(FUNCTIONS[name].openssl, key).update(message).digest();
}
