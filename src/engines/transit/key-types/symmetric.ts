// Keys that are bytes: for AES-GCM, ChaCha20-Poly1305 and HMAC.
import { EMPTY_BYTES, encodeBase64 } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import {
  type AeadCipher,
  type AeadKey,
  aeadKeyBytes,
  openAead,
  sealAead,
  sealConvergent,
} from "#crypto/aead.ts";
import type { KeyMaterial, KeyVersion } from "../keys/key-version.ts";
import { derive } from "./derived-key.ts";
import type { Cipher, KeyType, KeyUse, MaterialRules } from "./key-type.ts";

const NONCE_KEY_BYTES = 32;

interface SymmetricRow {
  name: string;
  backupNumber: number;
}

export function aead({ name, backupNumber }: SymmetricRow, cipher: AeadCipher): KeyType {
  const bytes = aeadKeyBytes(cipher);
  return {
    name,
    backupNumber,
    versionName: "",
    material: rawMaterial(name, (length) => length === bytes, bytes),
    cipher: aeadCipher(cipher),
    canDerive: true,
    keyBytes: bytes,
  };
}

/** A key for HMAC and nothing else, as long as its owner likes. */
export function hmac({ name, backupNumber }: SymmetricRow, sizes: { min: number; max: number }): KeyType {
  const isSize = (length: number) => length >= sizes.min && length <= sizes.max;
  return {
    name,
    backupNumber,
    versionName: "",
    material: rawMaterial(name, isSize),
    canDerive: false,
    sizes,
  };
}

function rawMaterial(name: string, isSize: (length: number) => boolean, bytes?: number): MaterialRules {
  const materialOf = (secret: Uint8Array): KeyMaterial => ({ secret, publicKey: EMPTY_BYTES });
  const fromSecret = (secret: Uint8Array): KeyMaterial => {
    if (isSize(secret.length)) return materialOf(secret);
    const reason = `invalid key size ${secret.length} bytes for key type ${name}`;
    throw new VaultError("invalid_request", reason);
  };
  return {
    make: ({ random, keySize }) => materialOf(random.bytes(bytes ?? keySize)),
    fromSecret,
    exportSecret: ({ secret }) => encodeBase64(secret),
    toImport: ({ secret }) => secret,
    toBackup: ({ secret }) => ({ key: secret }),
    fromBackup: ({ key = EMPTY_BYTES }) => fromSecret(key),
  };
}

const wholeSecret = (version: KeyVersion): Uint8Array => version.secret;

function aeadCipher(cipher: AeadCipher): Cipher {
  const length = aeadKeyBytes(cipher);
  const keyOf = (use: KeyUse): AeadKey => ({
    cipher,
    bytes: use.settings.derived ? derive(use, length, wholeSecret) : use.version.secret,
  });
  return {
    takesAssociatedData: true,
    canConverge: true,
    encrypt(use, plaintext, associatedData) {
      if (!use.settings.convergent) return sealAead(keyOf(use), plaintext, associatedData);
      // Version 3 of Vault's scheme: one derivation gives the key and, after it, the key of nonces.
      const both = derive(use, length + NONCE_KEY_BYTES, wholeSecret);
      const key = { cipher, bytes: both.subarray(0, length), nonceKey: both.subarray(length) };
      return sealConvergent(key, plaintext, associatedData);
    },
    decrypt: (use, sealed, associatedData) => openAead(keyOf(use), sealed, associatedData),
  };
}
