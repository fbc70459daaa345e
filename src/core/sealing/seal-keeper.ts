// Unsealing and sealing of this node, on the thread that also keeps the progress of entered shares. What is decrypted
// here goes into the shared key memory and nowhere else.
import { loadKeyring } from "#barrier/barrier.ts";
import type { KeyMemory } from "#barrier/key-memory.ts";
import { KEYRING_KEY } from "#barrier/keyring.ts";
import { openRecord } from "#barrier/sealed-record.ts";
import type { Logger } from "#base/logger.ts";
import type { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import { randomUuid } from "#crypto/random-text.ts";
import { decodeKeyText } from "#seals/key-text.ts";
import type { Seal, UnwrapOutcome } from "#seals/seal.ts";
import { openShamirSeal } from "#seals/shamir/shamir-seal.ts";
import { ShareProgress } from "#seals/share-progress.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";
import { ROOT_KEY_KEY, SEAL_CONFIG_KEY, type SealConfig, sealConfigRecord } from "./seal-records.ts";

export interface SealKeeperOptions {
  store: KvReader;
  keys: KeyMemory;
  status: NodeStatus;
  /** The configured seal, if it unseals by itself. */
  seal: Seal | undefined;
  logger: Logger;
  /** Resolves when no thread uses the keys any more. Rejects when one does not answer: the process must end. */
  quiesce(): Promise<void>;
}

export interface UnsealProgress {
  entered: number;
  nonce: string;
}

export class SealKeeper {
  readonly #options: SealKeeperOptions;
  readonly #progress = new ShareProgress(randomUuid);
  #unsealing: Promise<string | undefined> | undefined;

  constructor(options: SealKeeperOptions) {
    this.#options = options;
  }

  get progress(): UnsealProgress {
    return { entered: this.#progress.entered, nonce: this.#progress.nonce };
  }

  get isSealed(): boolean {
    return this.#options.status.get("unsealed") === 0;
  }

  /** How the root key is guarded; undefined before initialisation. */
  config(): SealConfig | undefined {
    const stored = this.#options.store.get(SEAL_CONFIG_KEY);
    return stored && sealConfigRecord.decode(stored.value);
  }

  /** Takes one unseal key. @throws VaultError invalid_request when it is no key, or the whole does not unseal */
  async submit(keyText: string): Promise<void> {
    const config = this.config();
    if (!config) throw new VaultError("invalid_request", "Vault is not initialized");
    if (!this.isSealed) return;
    if (this.#options.seal) {
      throw new VaultError(
        "invalid_request",
        `this node unseals itself by its ${config.type} seal: keys are not needed`,
      );
    }
    const shares = this.#progress.enter(decodeKeyText(keyText), config.threshold);
    if (shares) await this.#unsealWith(shares);
  }

  /** @throws VaultError invalid_request when there is nothing to reset */
  reset(): void {
    if (!this.isSealed) throw new VaultError("invalid_request", "vault is unsealed");
    this.#progress.reset();
  }

  async #unsealWith(shares: Secret[]): Promise<void> {
    const opening = openShamirSeal(shares);
    if (opening.kind !== "opened") throw this.#invalidKey(opening.reason);
    try {
      const outcome = await opening.seal.unwrap(this.#wrappedRootKey(), "root-key");
      if (outcome.kind !== "unwrapped") throw this.#invalidKey(describe(outcome));
      this.#open(outcome.secret);
    } finally {
      await opening.seal.close();
    }
  }

  /** By the configured seal. @returns why it failed; `undefined`: the node is unsealed now */
  unsealItself(): Promise<string | undefined> {
    this.#unsealing ??= this.#unsealItself().finally(() => {
      this.#unsealing = undefined;
    });
    return this.#unsealing;
  }

  async #unsealItself(): Promise<string | undefined> {
    const { seal } = this.#options;
    const config = this.config();
    if (!this.isSealed) return undefined;
    if (!seal) return "people with unseal keys are its seal";
    if (!config) return "it is not initialised";
    if (config.type !== seal.type) {
      return `the root key is wrapped by a ${config.type} seal and the configuration names a ${seal.type} seal: a migration is due`;
    }
    const outcome = await seal.unwrap(this.#wrappedRootKey(), "root-key");
    if (outcome.kind !== "unwrapped") return describe(outcome);
    this.#open(outcome.secret);
    return undefined;
  }

  #wrappedRootKey(): Uint8Array {
    const stored = this.#options.store.get(ROOT_KEY_KEY);
    if (!stored) throw new VaultError("internal", "the stored root key is missing");
    return stored.value;
  }

  #open(rootKey: Secret): void {
    const { keys, status, store, logger } = this.#options;
    try {
      const stored = store.get(KEYRING_KEY);
      const keyring = stored && openRecord(rootKey.reveal(), KEYRING_KEY, stored.value);
      if (!keyring) throw new VaultError("internal", "the stored keyring does not open under the root key");
      loadKeyring(keys, rootKey.reveal(), keyring);
    } finally {
      rootKey.wipe();
    }
    status.set("unsealed", 1);
    logger.info("vault is unsealed");
  }

  /** No new request is admitted, the epoch moves, every thread has let go, and only then the keys are zeroed. */
  async seal(): Promise<void> {
    const { status, keys, logger } = this.#options;
    this.#progress.reset();
    if (this.isSealed) return;
    status.set("unsealed", 0);
    status.add("sealEpoch", 1);
    await this.#options.quiesce();
    keys.zero();
    logger.info("vault is sealed");
  }

  #invalidKey(reason: string): VaultError {
    this.#options.logger.warn("unsealing failed", { reason });
    return new VaultError("invalid_request", "unseal failed, invalid key");
  }
}

function describe(outcome: Exclude<UnwrapOutcome, { kind: "unwrapped" }>): string {
  switch (outcome.kind) {
    case "other-seal":
      return `made by a ${outcome.type} seal`;
    case "unknown-format":
      return `format version ${outcome.version} is unknown: upgrade this node`;
    default:
      return outcome.reason;
  }
}
