// Encrypts whatever passes between the core and storage. Below it there is only ciphertext. Every encryption looks at
// the seal epoch before and after: without that, thousands of records went out under a zeroed key in a test (design §2).
import { VaultError } from "#base/vault-error.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";
import { DamagedRecordError } from "./damaged-record-error.ts";
import type { KeyMemory } from "./key-memory.ts";
import { KEYRING_KEY, Keyring } from "./keyring.ts";
import { openUpgrade, ROOT_KEY_UPGRADE_KEY } from "./root-key-upgrade.ts";
import { openRecord, recordTerm, sealRecord } from "./sealed-record.ts";

/** Records under the root key itself carry this term. */
export const ROOT_KEY_TERM = 0;

export interface BarrierOptions {
  keys: KeyMemory;
  status: NodeStatus;
  store: KvReader;
  /** Told of every encryption, for the count that makes the key rotate. */
  onEncrypted?: () => void;
}

export class Barrier {
  readonly #keys: KeyMemory;
  readonly #status: NodeStatus;
  readonly #store: KvReader;
  readonly #onEncrypted: () => void;

  constructor(options: BarrierOptions) {
    this.#keys = options.keys;
    this.#status = options.status;
    this.#store = options.store;
    this.#onEncrypted = options.onEncrypted ?? (() => {});
  }

  get epoch(): number {
    return this.#status.get("sealEpoch");
  }

  get isSealed(): boolean {
    return this.#status.get("unsealed") === 0;
  }

  /** @throws VaultError sealed */
  encrypt(path: string, plaintext: Uint8Array): Uint8Array {
    const term = this.#keys.activeTerm;
    const key = term === ROOT_KEY_TERM ? undefined : this.#keys.keyOf(term);
    return this.#seal(path, plaintext, term, key);
  }

  /** For the keyring alone. @throws VaultError sealed */
  encryptUnderRootKey(path: string, plaintext: Uint8Array): Uint8Array {
    return this.#seal(path, plaintext, ROOT_KEY_TERM, this.#keys.rootKey);
  }

  #seal(path: string, plaintext: Uint8Array, term: number, key: Uint8Array | undefined): Uint8Array {
    const epoch = this.#epochUnsealed();
    if (!key) throw sealed();
    const record = sealRecord({ term, key }, path, plaintext);
    if (this.epoch !== epoch) {
      record.fill(0);
      throw sealed();
    }
    this.#onEncrypted();
    return record;
  }

  /** @throws VaultError sealed; DamagedRecordError */
  decrypt(path: string, record: Uint8Array): Uint8Array {
    const epoch = this.#epochUnsealed();
    const key = this.#keyFor(path, record);
    const plaintext = openRecord(key, path, record);
    if (plaintext) return plaintext;
    if (this.epoch !== epoch) throw sealed();
    throw new DamagedRecordError(path, "message authentication failed");
  }

  /** Like `decrypt` for what a client sent: `undefined` when it was not made here. @throws VaultError sealed */
  tryDecrypt(purpose: string, record: Uint8Array): Uint8Array | undefined {
    this.#epochUnsealed();
    const term = recordTerm(record);
    const key = term === undefined || term === ROOT_KEY_TERM ? undefined : this.#keys.keyOf(term);
    return key && openRecord(key, purpose, record);
  }

  /**
   * Reads the keyring again after a rotation or a change of the root key, on whichever node and thread.
   * @throws DamagedRecordError
   */
  reloadKeyring(): void {
    this.#epochUnsealed();
    const stored = this.#store.get(KEYRING_KEY);
    if (!stored) throw new DamagedRecordError(KEYRING_KEY, "is missing");
    const bytes = openRecord(this.#keys.rootKey, KEYRING_KEY, stored.value);
    if (bytes) loadKeyring(this.#keys, this.#keys.rootKey, bytes);
    else this.#followRootKey(stored.value);
  }

  #followRootKey(keyring: Uint8Array): void {
    const upgrade = this.#store.get(ROOT_KEY_UPGRADE_KEY);
    const next = upgrade && openUpgrade(this.#keys.rootKey, upgrade.value);
    try {
      const bytes = next && openRecord(next, KEYRING_KEY, keyring);
      if (!next || !bytes) throw new DamagedRecordError(KEYRING_KEY, "does not open under the root key");
      loadKeyring(this.#keys, next, bytes);
    } finally {
      next?.fill(0);
    }
  }

  #keyFor(path: string, record: Uint8Array): Uint8Array {
    const term = recordTerm(record);
    if (term === undefined) throw new DamagedRecordError(path, "is no barrier record");
    if (term === ROOT_KEY_TERM) return this.#keys.rootKey;
    const known = this.#keys.keyOf(term);
    if (known) return known;
    this.reloadKeyring();
    const key = this.#keys.keyOf(term);
    if (!key) throw new DamagedRecordError(path, `was made with unknown key term ${term}`);
    return key;
  }

  #epochUnsealed(): number {
    const epoch = this.epoch;
    if (this.isSealed) throw sealed();
    return epoch;
  }
}

/** Decoded keys go into shared memory; the bytes they were decoded from are zeroed. */
export function loadKeyring(keys: KeyMemory, rootKey: Uint8Array, keyringBytes: Uint8Array): void {
  const keyring = Keyring.decode(keyringBytes);
  keys.load(rootKey, keyring.terms, keyring.active.term);
  keyringBytes.fill(0);
}

function sealed(): VaultError {
  return new VaultError("sealed", "Vault is sealed");
}
