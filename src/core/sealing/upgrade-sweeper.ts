// Takes away what is left behind when the root key changes, once nobody needs it: whoever reads it and still has the old
// root key would learn the new one (design §6).
import type { Barrier } from "#barrier/barrier.ts";
import { ROOT_KEY_UPGRADE_KEY, upgradeMadeAtMs } from "#barrier/root-key-upgrade.ts";
import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";
import type { Transactor } from "../transactor.ts";

export interface UpgradeSweeperOptions {
  store: KvReader;
  barrier: Barrier;
  status: NodeStatus;
  transactor: Transactor;
  logger: Logger;
  pause: Pause;
  logTimeMs(): number;
}

/** How long a node that was away may still follow by it; later it needs the new shares or the seal. */
export const UPGRADE_LIFE_MS = 24 * 3600 * 1000;
const LOOK_MS = 5000;

export class UpgradeSweeper {
  readonly #options: UpgradeSweeperOptions;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: UpgradeSweeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#running = this.#run(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#options.pause(LOOK_MS, signal);
      if (signal.aborted) return;
      await this.look().catch((error: unknown) => {
        this.#options.logger.warn("the upgrade of the root key stays for now", { reason: String(error) });
      });
    }
  }

  /** Removes the record if it is due. */
  async look(): Promise<void> {
    const { store, barrier, status, transactor, logTimeMs } = this.#options;
    const stored = store.get(ROOT_KEY_UPGRADE_KEY);
    if (!stored) return;
    const isAlone = status.get("votersBeside") === 0;
    if (!isAlone && logTimeMs() - upgradeMadeAtMs(stored.value) < UPGRADE_LIFE_MS) return;
    // This node itself has followed.
    barrier.reloadKeyring();
    await transactor.run((transaction) => {
      transaction.requireUnchanged(ROOT_KEY_UPGRADE_KEY);
      transaction.delete(ROOT_KEY_UPGRADE_KEY);
    });
  }
}
