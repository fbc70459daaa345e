// The rules of a key: what it may be used for, and which versions.

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
