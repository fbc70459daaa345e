// Looks after a seal that is far away: says when it can no longer be reached, long before a restart would need it, and
// wraps the root key again once the seal's own key has been rotated.
import type { KeyMemory } from "#barrier/key-memory.ts";
import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import { Secret } from "#base/secret.ts";
import type { Seal } from "#seals/seal.ts";
import type { Check, Outcome } from "#storage/consensus.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";
import type { Write } from "#storage/write.ts";
import { ROOT_KEY_KEY } from "./seal-records.ts";

/** Ciphertext that is ready to be stored. */
export interface SealedProposal {
  epoch: number;
  checks: readonly Check[];
  writes: readonly Write[];
}

export interface SealWatchOptions {
  seal: Seal;
  store: KvReader;
  keys: KeyMemory;
  status: NodeStatus;
  logger: Logger;
  pause: Pause;
  commit(proposal: SealedProposal): Promise<Outcome["kind"]>;
}

/** After a start; tells of the newest key. */
const FIRST_MS = 2000;
const WELL_MS = 60_000;
const ILL_MS = 10_000;

export class SealWatch {
  readonly #options: SealWatchOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  #isWell = true;

  constructor(options: SealWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** The next look is now. */
  look(): void {
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (let restMs = FIRST_MS; !signal.aborted; restMs = this.#isWell ? WELL_MS : ILL_MS) {
      await this.#rest(restMs);
      if (signal.aborted) return;
      try {
        await this.#lookNow();
      } catch (error) {
        this.#options.logger.error("looking after the seal failed", { reason: String(error) });
      }
    }
  }

  #rest(ms: number): Promise<void> {
    const woken = Promise.withResolvers<void>();
    this.#wake = woken.resolve;
    const resting = new AbortController();
    const rested = Promise.race([this.#options.pause(ms, resting.signal), woken.promise]);
    return rested.finally(() => resting.abort());
  }

  async #lookNow(): Promise<void> {
    const { seal, logger } = this.#options;
    const health = await seal.checkHealth();
    if (!health.healthy && this.#isWell) {
      logger.error("the seal can not be used: a restart of this node would leave it sealed", {
        seal: seal.type,
        reason: health.reason,
      });
    }
    if (health.healthy && !this.#isWell) logger.info("the seal can be used again", { seal: seal.type });
    this.#isWell = health.healthy;
    if (health.healthy) await this.#wrapAgain();
  }

  /** The leader does it for all: the others could not write it. */
  async #wrapAgain(): Promise<void> {
    const { seal, store, status, keys, logger, commit } = this.#options;
    const stored = store.get(ROOT_KEY_KEY);
    if (!stored || !seal.needsRewrap(stored.value)) return;
    const epoch = status.get("sealEpoch");
    if (!status.isOpenLeader || status.get("unsealed") === 0) return;
    const rootKey = new Secret(keys.rootKey.slice());
    try {
      const made = await seal.wrap(rootKey, "root-key");
      if (made.kind !== "wrapped") return;
      const outcome = await commit({
        epoch,
        checks: [{ key: ROOT_KEY_KEY, version: stored.version }],
        writes: [{ key: ROOT_KEY_KEY, value: made.blob }],
      });
      if (outcome === "committed")
        logger.info("the root key is wrapped by the seal's newest key", { seal: seal.type });
      else logger.warn("the root key could not be wrapped again", { outcome });
    } finally {
      rootKey.wipe();
    }
  }
}
