// Moves the root key from one seal to another: the keys of the old seal are entered on a sealed node whose configuration
// names the new one. The node is unsealed at once; what is stored changes in one proposal when this node leads, or some
// other node that was told the same. So nodes are restarted one by one, and until that proposal nothing has happened.

import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Seal } from "#seals/seal.ts";
import { joinShares, SHAMIR, shamirSealUnder } from "#seals/shamir/shamir-seal.ts";
import type { Outcome } from "#storage/consensus.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";
import type { Write } from "#storage/write.ts";
import { describeUnwrapFailure } from "./describe-unwrap-failure.ts";
import { withStoredKeyring } from "./private-barrier.ts";
import { isRecoveryKey } from "./recovery-key.ts";
import {
  RECOVERY_KEY_KEY,
  ROOT_KEY_KEY,
  SEAL_CONFIG_KEY,
  type SealConfig,
  sealConfigRecord,
} from "./seal-records.ts";
import type { SealedProposal } from "./seal-watch.ts";

export interface SealMigrationOptions {
  store: KvReader;
  status: NodeStatus;
  /** The configured seal, if it unseals by itself. */
  seal: Seal | undefined;
  /** The one that the configuration marks as disabled, if that unsealed by itself. */
  previousSeal: Seal | undefined;
  logger: Logger;
  pause: Pause;
  commit(proposal: SealedProposal): Promise<Outcome["kind"]>;
}

type Pending = Pick<SealedProposal, "checks" | "writes"> & { rootKeyVersion: number; type: string };

const LOOK_MS = 200;

export class SealMigration {
  readonly #options: SealMigrationOptions;
  readonly #stopping = new AbortController();
  #pending: Pending | undefined;
  #settling: Promise<void> = Promise.resolve();
  /** The configured seal does not open what another of its type has wrapped. */
  #isForeign = false;

  constructor(options: SealMigrationOptions) {
    this.#options = options;
  }

  /** Whether what is stored belongs to another seal than the configured one. */
  isDue(config: SealConfig): boolean {
    if (config.type !== this.#newType) return true;
    return this.#isForeign && this.#options.previousSeal?.type === config.type;
  }

  /** The configured seal was asked, and the root key is not under its key. */
  noteForeign(isForeign: boolean): void {
    this.#isForeign = isForeign;
  }

  /**
   * Takes over the old seal's unseal or recovery keys.
   * @returns the root key: the caller's to unseal with, and to wipe. @throws VaultError: nothing has changed
   */
  async run(shares: readonly Secret[], config: SealConfig): Promise<Secret> {
    const key = joinShares(shares);
    if (!(key instanceof Secret)) throw this.#wrongKeys(key.reason);
    try {
      const stored = this.#options.store.get(ROOT_KEY_KEY);
      if (!stored) throw new VaultError("internal", "the stored root key is missing");
      const rootKey = await this.#unwrap(stored.value, key, config);
      try {
        this.#pending = { ...(await this.#prepare(rootKey, key, config)), rootKeyVersion: stored.version };
      } catch (error) {
        rootKey.wipe();
        throw error;
      }
      this.#settling = this.#settling.then(() => this.#settle());
      return rootKey;
    } finally {
      key.wipe();
    }
  }

  /** The node is being sealed: its keys have to be entered again. */
  forget(): void {
    this.#pending = undefined;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#settling;
  }

  get #newType(): string {
    return this.#options.seal?.type ?? SHAMIR.type;
  }

  async #unwrap(blob: Uint8Array, key: Secret, config: SealConfig): Promise<Secret> {
    if (config.type === SHAMIR.type) {
      const seal = shamirSealUnder(new Secret(key.reveal().slice()));
      const outcome = await seal.unwrap(blob, "root-key");
      await seal.close();
      if (outcome.kind === "unwrapped") return outcome.secret;
      throw this.#wrongKeys(describeUnwrapFailure(outcome));
    }
    const { previousSeal, store } = this.#options;
    if (previousSeal?.type !== config.type) {
      throw refuse(
        `the root key is under a ${config.type} seal: its block must stay in the configuration, with disabled = true`,
      );
    }
    const outcome = await previousSeal.unwrap(blob, "root-key");
    if (outcome.kind === "unreachable") throw unusable(previousSeal, outcome.reason);
    if (outcome.kind !== "unwrapped")
      throw refuse(`the disabled seal does not open the root key: ${describeUnwrapFailure(outcome)}`);
    if (withStoredKeyring(store, outcome.secret, (barrier) => isRecoveryKey(store, barrier, key))) {
      return outcome.secret;
    }
    outcome.secret.wipe();
    throw this.#wrongKeys("recovery key does not match submitted values");
  }

  /** The keys that people hold stay the same: unseal keys become recovery keys, and the other way round. */
  async #prepare(rootKey: Secret, key: Secret, config: SealConfig): Promise<Omit<Pending, "rootKeyVersion">> {
    const { store } = this.#options;
    const checks = [SEAL_CONFIG_KEY, ROOT_KEY_KEY, RECOVERY_KEY_KEY].map((name) => ({
      key: name,
      version: store.get(name)?.version ?? 0,
    }));
    const type = this.#newType;
    const writes: Write[] = [
      { key: ROOT_KEY_KEY, value: await this.#wrap(rootKey, key) },
      { key: SEAL_CONFIG_KEY, value: sealConfigRecord.encode({ ...config, type }) },
    ];
    const isToShamir = type === SHAMIR.type;
    if (isToShamir) writes.push({ key: RECOVERY_KEY_KEY, value: undefined });
    else if (config.type === SHAMIR.type) {
      const value = withStoredKeyring(store, rootKey, (barrier) =>
        barrier.encrypt(RECOVERY_KEY_KEY, key.reveal()),
      );
      writes.push({ key: RECOVERY_KEY_KEY, value });
    }
    return { checks, writes, type };
  }

  async #wrap(rootKey: Secret, key: Secret): Promise<Uint8Array> {
    const seal = this.#options.seal ?? shamirSealUnder(new Secret(key.reveal().slice()));
    const made = await seal.wrap(rootKey, "root-key");
    if (seal !== this.#options.seal) await seal.close();
    if (made.kind === "wrapped") return made.blob;
    throw unusable(seal, made.reason);
  }

  async #settle(): Promise<void> {
    const { pause, logger } = this.#options;
    const { signal } = this.#stopping;
    if (this.#pending) {
      logger.info("the node is unsealed; the root key moves to its new seal once this node leads", {
        seal: this.#pending.type,
      });
    }
    while (this.#pending && !signal.aborted) {
      await this.#settleOnce(this.#pending).catch((error: unknown) => {
        logger.warn("the root key could not be moved to its new seal yet", { reason: String(error) });
      });
      if (this.#pending) await pause(LOOK_MS, signal);
    }
  }

  async #settleOnce(pending: Pending): Promise<void> {
    const { store, status, logger, commit } = this.#options;
    if ((store.get(ROOT_KEY_KEY)?.version ?? 0) !== pending.rootKeyVersion) {
      logger.info("the root key was moved by another node, or changed: nothing is left to do here");
      this.#pending = undefined;
      return;
    }
    if (!status.isOpenLeader || status.get("unsealed") === 0) return;
    const { checks, writes, type } = pending;
    const outcome = await commit({ epoch: status.get("sealEpoch"), checks, writes });
    if (outcome === "committed") {
      logger.info("the root key has moved to its new seal", { seal: type });
      this.#pending = undefined;
    } else if (outcome === "conflict") {
      logger.error(
        "the keys were changed while the seal was being migrated: seal this node and enter the keys again",
      );
      this.#pending = undefined;
    }
  }

  #wrongKeys(reason: string): VaultError {
    this.#options.logger.warn("the migration of the seal failed", { reason });
    return refuse("seal migration failed, invalid key");
  }
}

function unusable(seal: Seal, reason: string): VaultError {
  return new VaultError("upstream_failed", `the ${seal.type} seal can not be used: ${reason}`);
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
