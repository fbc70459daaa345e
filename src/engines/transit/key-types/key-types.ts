// The table of key types: all that is known of each, one row a type. Numbers are those of Vault's backups.

import { ecdsa } from "./ecdsa.ts";
import { ed25519 } from "./ed25519.ts";
import type { KeyType } from "./key-type.ts";
import { rsa } from "./rsa.ts";
import { aead, hmac } from "./symmetric.ts";

const KEY_TYPES: readonly KeyType[] = [
  aead({ name: "aes128-gcm96", backupNumber: 8 }, "aes-128-gcm"),
  aead({ name: "aes256-gcm96", backupNumber: 0 }, "aes-256-gcm"),
  aead({ name: "chacha20-poly1305", backupNumber: 5 }, "chacha20-poly1305"),
  ed25519({ name: "ed25519", backupNumber: 2 }),
  ecdsa({ name: "ecdsa-p256", backupNumber: 1 }, "P-256"),
  ecdsa({ name: "ecdsa-p384", backupNumber: 6 }, "P-384"),
  ecdsa({ name: "ecdsa-p521", backupNumber: 7 }, "P-521"),
  rsa({ name: "rsa-2048", backupNumber: 3 }, 2048),
  rsa({ name: "rsa-3072", backupNumber: 9 }, 3072),
  rsa({ name: "rsa-4096", backupNumber: 4 }, 4096),
  hmac({ name: "hmac", backupNumber: 11 }, { min: 32, max: 512 }),
];

export const DEFAULT_KEY_TYPE = "aes256-gcm96";

const byName = new Map(KEY_TYPES.map((type) => [type.name, type]));

export function findKeyType(name: string): KeyType | undefined {
  return byName.get(name);
}

export function keyTypes(): readonly KeyType[] {
  return KEY_TYPES;
}
