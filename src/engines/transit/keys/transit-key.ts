// A key as clients name it: its rules, and its versions. Objects of these types are shared between requests and never
// changed; a change makes a new one.
import { VaultError } from "#base/vault-error.ts";
import type { KeyType } from "../key-types/key-type.ts";

/** Secret and public bytes of one version. */
export interface KeyMaterial {
  /** The key itself, or PKCS #8; empty where only the public half was imported. */
  readonly secret: Uint8Array;
  /** SubjectPublicKeyInfo; empty for a symmetric key. */
  readonly publicKey: Uint8Array;
}

export interface KeyVersion extends KeyMaterial {
  readonly number: number;
  readonly createdMs: number;
  /** Never the key that encrypts or signs, except where the key is for HMAC alone. */
  readonly hmacKey: Uint8Array;
  /** PEM, the key's own first; "" for none. */
  readonly certificateChain: string;
}

export interface KeySettings {
  readonly derived: boolean;
  readonly convergent: boolean;
  readonly exportable: boolean;
  readonly allowPlaintextBackup: boolean;
  readonly deletionAllowed: boolean;
  /** The newest version came from outside. */
  readonly imported: boolean;
  readonly allowImportedRotation: boolean;
  readonly softDeleted: boolean;
  /** 0: never. */
  readonly autoRotateSeconds: number;
  /** Bytes, of a key for HMAC; 0 for others. */
  readonly keySize: number;
  readonly minDecryption: number;
  /** 0: the newest version alone. */
  readonly minEncryption: number;
  /** Older versions are gone for good; 0: none are. */
  readonly minAvailable: number;
}

/** When and at which version something was done to the whole key. */
export interface KeyMoment {
  readonly timeMs: number;
  readonly version: number;
}

export interface TransitKey {
  readonly name: string;
  readonly type: KeyType;
  readonly settings: KeySettings;
  readonly latest: number;
  /** Versions up to here are stored apart (archive.ts). */
  readonly archived: number;
  /** The others, oldest first. */
  readonly recent: readonly KeyVersion[];
  readonly backedUp: KeyMoment | undefined;
  readonly restored: KeyMoment | undefined;
}

export const NEW_KEY_SETTINGS: KeySettings = {
  derived: false,
  convergent: false,
  exportable: false,
  allowPlaintextBackup: false,
  deletionAllowed: false,
  imported: false,
  allowImportedRotation: false,
  softDeleted: false,
  autoRotateSeconds: 0,
  keySize: 0,
  minDecryption: 1,
  minEncryption: 0,
  minAvailable: 0,
};

/** The newest version. */
export function newestOf(key: TransitKey): KeyVersion {
  const newest = key.recent.at(-1);
  if (!newest) throw new TypeError("a key has at least one version");
  return newest;
}

/** @throws VaultError invalid_request for a key that waits for its deletion or its restoration */
export function demandUsable(key: TransitKey): TransitKey {
  if (!key.settings.softDeleted) return key;
  throw new VaultError("invalid_request", "refusing to use soft-deleted key");
}
