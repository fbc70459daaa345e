// What can be known of a type of key. key-types.ts has one row a type; what is not in a row does not exist for it.
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Random } from "#base/random.ts";
import type { KeyWork } from "#contract/key-work.ts";
import type { HashName } from "#crypto/hash-function.ts";
import type { BackupMaterial } from "../backup/backup-material.ts";
import type { KeySettings } from "../keys/key-settings.ts";
import type { KeyMaterial, KeyVersion } from "../keys/key-version.ts";

export interface KeyType {
  readonly name: string;
  /** Its number in Vault's backups. */
  readonly backupNumber: number;
  /** What a version is called in the description of a key; "" for symmetric keys. */
  readonly versionName: string;
  readonly material: MaterialRules;
  /** Encrypts and decrypts. */
  readonly cipher?: Cipher;
  /** Signs and verifies. */
  readonly signer?: Signer;
  /** A key may be derived from this one for each context. */
  readonly canDerive: boolean;
  /** Two parties can agree on a secret with keys of this type. */
  readonly canAgree?: true;
  /** Bytes of a symmetric key whose size is given. */
  readonly keyBytes?: number;
  /** Bytes of one whose size is chosen. */
  readonly sizes?: { readonly min: number; readonly max: number };
}

/** Where new material comes from. */
export interface MaterialSource {
  readonly random: Random;
  readonly work: KeyWork;
  /** Bytes, where the type leaves the choice. */
  readonly keySize: number;
}

export interface MaterialRules {
  make(source: MaterialSource): MaybePromise<KeyMaterial>;
  /** From what an import brings. @throws VaultError invalid_request when it is no key of the type */
  fromSecret(bytes: Uint8Array): KeyMaterial;
  /** From the public half alone. @throws VaultError invalid_request */
  fromPublicPem?(pem: string): KeyMaterial;
  /** As an export shows it. */
  exportSecret(material: KeyMaterial): string;
  exportPublic?(material: KeyMaterial): string;
  /** What an import into another cluster takes. */
  toImport(material: KeyMaterial): Uint8Array;
  toBackup(material: KeyMaterial): BackupMaterial;
  /** @throws VaultError, RangeError or OpenSSL's error when it is no key of the type */
  fromBackup(backup: BackupMaterial): KeyMaterial;
}

/** A key to use, and for what. */
export interface KeyUse {
  readonly settings: KeySettings;
  readonly version: KeyVersion;
  /** Which derived key is meant; empty where the key is not derived. */
  readonly context: Uint8Array;
  readonly work: KeyWork;
}

export interface Cipher {
  /** Authenticates data that is not encrypted (AEAD). */
  readonly takesAssociatedData: boolean;
  /** Equal messages may be encrypted to equal ciphertexts. */
  readonly canConverge: boolean;
  /** @throws VaultError invalid_request when the message is too long for the key */
  encrypt(use: KeyUse, plaintext: Uint8Array, associatedData: Uint8Array): Uint8Array;
  /** `undefined`: not encrypted by `encrypt` with the same key, context and data. */
  decrypt(use: KeyUse, sealed: Uint8Array, associatedData: Uint8Array): MaybePromise<Uint8Array | undefined>;
}

/** How to sign; each signer looks at what concerns it. */
export interface SignatureScheme {
  readonly hash: HashName | "none";
  readonly padding: "pss" | "pkcs1v15";
  readonly saltLength: number | "auto" | "hash";
  readonly marshaling: "asn1" | "jws";
  /** The input is a digest already. */
  readonly isDigest: boolean;
}

export interface Signer {
  /** @throws VaultError invalid_request when the input does not fit the scheme */
  sign(use: KeyUse, input: Uint8Array, scheme: SignatureScheme): MaybePromise<Uint8Array>;
  verify(
    use: KeyUse,
    input: Uint8Array,
    signature: Uint8Array,
    scheme: SignatureScheme,
  ): MaybePromise<boolean>;
  /** Base64 of the public key of a context, where keys are derived. */
  derivedPublicKey?(use: KeyUse): string;
}
