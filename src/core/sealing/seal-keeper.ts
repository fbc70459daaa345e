// Unsealing and sealing of this node, on the thread that also keeps the progress of entered shares. What is decrypted
// here goes into the shared key memory and nowhere else.
import { setTimeout as delay } from "node:timers/promises";
import { loadKeyring } from "#barrier/barrier.ts";
import type { KeyMemory } from "#barrier/key-memory.ts";
import { KEYRING_KEY } from "#barrier/keyring.ts";
import type { Logger } from "#base/logger.ts";
import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import { randomUuid } from "#crypto/random-text.ts";
import { decodeKeyText } from "#seals/key-text.ts";
import type { Seal } from "#seals/seal.ts";
import { joinShares, openShamirSeal } from "#seals/shamir/shamir-seal.ts";
import { ShareProgress } from "#seals/share-progress.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";
import { describeUnwrapFailure } from "./describe-unwrap-failure.ts";
import { readKeyringBytes, withStoredKeyring } from "./private-barrier.ts";
import { isRecoveryKey } from "./recovery-key.ts";
import type { SealMigration } from "./seal-migration.ts";
import { ROOT_KEY_KEY, SEAL_CONFIG_KEY, type SealConfig, sealConfigRecord } from "./seal-records.ts";

export interface SealKeeperOptions {
  store: KvReader;
  keys: KeyMemory;
  status: NodeStatus;
  /** The configured seal, if it unseals by itself. */
  seal: Seal | undefined;
  migration: SealMigration;
  logger: Logger;
  /** Resolves when no thread uses the keys any more. Rejects when one does not answer: the process must end. */
  quiesce(): Promise<void>;
}

export interface UnsealProgress {
  entered: number;
  nonce: string;
  /** The stored seal is another than the configured one. */
  isMigrating: boolean;
  /** How the root key is guarded in the cluster that this node is about to join. */
  joining?: SealConfig;
}

/** A cluster that takes this node in once it has proved to hold the seal. */
export interface PendingJoin {
  config: SealConfig;
  wrappedRootKey: Uint8Array;
  /** Proves it. Settles when the node is taken in. @throws VaultError, or what kept the cluster from answering */
  complete(rootKey: Secret): Promise<void>;
}

/** How long whoever entered the last share waits for the state of the cluster; it comes all the same. */
const STATE_MS = 10_000;
const LOOK_MS = 20;

export class SealKeeper {
  readonly #options: SealKeeperOptions;
  readonly #progress = new ShareProgress(randomUuid);
  #unsealing: Promise<string | undefined> | undefined;
  #pendingJoin: PendingJoin | undefined;

  constructor(options: SealKeeperOptions) {
    this.#options = options;
  }

  get progress(): UnsealProgress {
    const config = this.config();
    const isMigrating = config !== undefined && this.#options.migration.isDue(config);
    const joining = this.#pendingJoin && { joining: this.#pendingJoin.config };
    return { entered: this.#progress.entered, nonce: this.#progress.nonce, isMigrating, ...joining };
  }

  get isSealed(): boolean {
    return this.#options.status.get("unsealed") === 0;
  }

  /** How the root key is guarded; undefined before initialisation. */
  config(): SealConfig | undefined {
    const stored = this.#options.store.get(SEAL_CONFIG_KEY);
    return stored ? sealConfigRecord.decode(stored.value) : undefined;
  }

  /** Whether this node waits for unseal keys, to join a cluster with them. */
  get isJoining(): boolean {
    return this.#pendingJoin !== undefined;
  }

  /** Unseal keys that are entered from now on are for joining. */
  pendJoin(join: PendingJoin): void {
    this.#pendingJoin = join;
  }

  /** Joins by the configured seal. @throws VaultError upstream_failed, and what `join.complete` throws */
  async joinItself(join: PendingJoin): Promise<void> {
    const outcome = await this.#options.seal?.unwrap(join.wrappedRootKey, "root-key");
    if (outcome?.kind !== "unwrapped") {
      const reason = outcome
        ? describeUnwrapFailure(outcome)
        : "this node has no seal that unseals by itself";
      throw new VaultError("upstream_failed", `the seal does not open the cluster's root key: ${reason}`);
    }
    try {
      await join.complete(outcome.secret);
    } finally {
      outcome.secret.wipe();
    }
  }

  /**
   * Takes one unseal key; a recovery key where the node was sealed by hand, or its seal migrates.
   * @throws VaultError invalid_request when it is no key, or the whole does not unseal
   */
  async submit(keyText: string, isForMigration = false): Promise<void> {
    const config = this.config() ?? this.#pendingJoin?.config;
    if (!config) throw new VaultError("invalid_request", "Vault is not initialized");
    if (!this.isSealed) return;
    this.#demandMode(config, isForMigration);
    if (config.threshold < 1) {
      throw new VaultError(
        "invalid_request",
        `this node unseals itself by its ${config.type} seal: there are no keys to enter`,
      );
    }
    const shares = this.#progress.enter(decodeKeyText(keyText), config.threshold);
    if (!shares) return;
    if (isForMigration) this.#open(await this.#options.migration.run(shares, config));
    else if (this.#options.seal) await this.#unsealWithRecoveryKeys(shares, this.#options.seal);
    else await this.#unsealWith(shares);
  }

  /** Whoever enters a key must know whether the seal changes with it. */
  #demandMode(config: SealConfig, isForMigration: boolean): void {
    const isDue = this.#options.migration.isDue(config);
    if (isDue === isForMigration) return;
    throw new VaultError(
      "invalid_request",
      isDue
        ? "'migrate' parameter must be set true in JSON body when in seal migration mode"
        : "can't perform a seal migration, no migration seal found",
    );
  }

  /** The seal opens the root key; that people agree is asked of a node that was sealed by hand. */
  async #unsealWithRecoveryKeys(shares: Secret[], seal: Seal): Promise<void> {
    const key = joinShares(shares);
    if (!(key instanceof Secret)) throw this.#invalidKey(key.reason);
    try {
      const outcome = await seal.unwrap(this.#wrappedRootKey(), "root-key");
      if (outcome.kind !== "unwrapped") {
        throw new VaultError("upstream_failed", `the ${seal.type} seal: ${describeUnwrapFailure(outcome)}`);
      }
      const { store } = this.#options;
      if (withStoredKeyring(store, outcome.secret, (barrier) => isRecoveryKey(store, barrier, key))) {
        return this.#open(outcome.secret);
      }
      outcome.secret.wipe();
      throw this.#invalidKey("recovery key does not match submitted values");
    } finally {
      key.wipe();
    }
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
      const join = this.#store.get(ROOT_KEY_KEY) ? undefined : this.#pendingJoin;
      const wrapped = join?.wrappedRootKey ?? this.#wrappedRootKey();
      const outcome = await opening.seal.unwrap(wrapped, "root-key");
      if (outcome.kind !== "unwrapped") throw this.#invalidKey(describeUnwrapFailure(outcome));
      if (join) await this.#joinWith(join, outcome.secret);
      else this.#open(outcome.secret);
    } finally {
      await opening.seal.close();
    }
  }

  /** The state of the cluster comes after it has taken this node in. */
  async #joinWith(join: PendingJoin, rootKey: Secret): Promise<void> {
    try {
      await join.complete(rootKey);
    } catch (error) {
      rootKey.wipe();
      throw error;
    }
    this.#pendingJoin = undefined;
    const opened = this.#openWhenThere(rootKey);
    await Promise.race([opened, delay(STATE_MS, undefined, { ref: false })]);
  }

  async #openWhenThere(rootKey: Secret): Promise<void> {
    while (!this.#store.get(KEYRING_KEY)) await delay(LOOK_MS);
    this.#pendingJoin = undefined;
    if (this.isSealed) this.#open(rootKey);
    else rootKey.wipe();
  }

  get #store(): KvReader {
    return this.#options.store;
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
    if (outcome.kind !== "unreachable") this.#options.migration.noteForeign(outcome.kind === "wrong-key");
    if (outcome.kind !== "unwrapped") return describeUnwrapFailure(outcome);
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
      loadKeyring(keys, rootKey.reveal(), readKeyringBytes(store, rootKey));
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
    this.#options.migration.forget();
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
