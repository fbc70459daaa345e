// What scenarios have in common.
import type { Asker } from "./asker.ts";

/** Begins with an empty mount. */
export type Scenario = (ask: Asker) => Promise<void>;

export const b64 = (text: string) => Buffer.from(text).toString("base64");
export const input = b64("the quick brown fox");

export const TYPES = [
  "aes128-gcm96",
  "aes256-gcm96",
  "chacha20-poly1305",
  "ed25519",
  "ecdsa-p256",
  "ecdsa-p384",
  "ecdsa-p521",
  "rsa-2048",
  "rsa-3072",
  "rsa-4096",
  "hmac",
];
/** Long RSA keys are slow to make. */
export const QUICK_TYPES = TYPES.filter((type) => !/rsa-[34]/.test(type));

export const HASHES = [
  "sha1",
  "sha2-224",
  "sha2-256",
  "sha2-384",
  "sha2-512",
  "sha3-224",
  "sha3-256",
  "sha3-384",
  "sha3-512",
  "none",
  "md5",
];

/** What a key of a type is made with. */
export const sized = (type: string) => (type === "hmac" ? { type, key_size: 32 } : { type });
