// Does what engines do by themselves (keys that rotate when they are old), on one thread of the leader. A step's writes
// hold only while the mount is as it was seen, and a deposed leader's are refused: nothing here needs stopping in a
// hurry.
import type { Logger } from "#base/logger.ts";
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import type { Pause } from "#base/pause.ts";
import { storageKey } from "#storage/key-areas.ts";
import type { MountEntry } from "../mount-entry.ts";
import { CachedView, TransactionView } from "../mount-view.ts";
import type { OpenMount } from "../route.ts";
import type { StateCache } from "../state-cache.ts";
import type { Transaction } from "../transaction.ts";
import type { Transactor } from "../transactor.ts";
import { LeaderDuty } from "./leader-duty.ts";

const EVERY_MS = 60_000;

/** What is asked of the rooms that know mounts. */
export interface DutifulMounts {
  /** Every mount of an engine that has a duty. */
  list(transaction: Transaction): Promise<readonly MountEntry[]>;
  find(namespace: string, path: string): OpenMount | undefined;
}

export interface MountDutiesOptions {
  mounts: DutifulMounts;
  transactor: Transactor;
  cache: StateCache;
  logger: Logger;
  pause: Pause;
}

/** A place in one mount's round. */
interface Step {
  entry: MountEntry;
  after: string | undefined;
}

export class MountDuties {
  readonly #options: MountDutiesOptions;
  readonly #duty = new LeaderDuty((signal) => this.#goRoundAgainAndAgain(signal));

  constructor(options: MountDutiesOptions) {
    this.#options = options;
  }

  /** This node leads. */
  start(): void {
    this.#duty.start();
  }

  /** Resolves when nothing is in work any more. */
  stop(): Promise<void> {
    return this.#duty.stop();
  }

  async #goRoundAgainAndAgain(signal: AbortSignal): Promise<void> {
    const { logger, pause } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#goRound(signal);
      } catch (error) {
        if (!signal.aborted) logger.warn("mounts could not be listed, will try again", said(error));
      }
      await pause(EVERY_MS, signal);
    }
  }

  async #goRound(signal: AbortSignal): Promise<void> {
    const { mounts, transactor, logger } = this.#options;
    const { result } = await transactor.run((transaction) => mounts.list(transaction));
    for (const entry of result) {
      if (signal.aborted) return;
      try {
        await this.#serve(entry, signal);
      } catch (error) {
        if (!signal.aborted) {
          logger.warn("a mount's duty failed, will try again", { mount: entry.path, ...said(error) });
        }
      }
    }
  }

  /** Step after step, until the mount has no more to do. */
  async #serve(entry: MountEntry, signal: AbortSignal): Promise<void> {
    let after: string | undefined;
    do {
      const step = { entry, after };
      const { result } = await this.#options.transactor.run((transaction) => this.#step(step, transaction));
      after = result;
    } while (after !== undefined && !signal.aborted);
  }

  async #step({ entry, after }: Step, transaction: Transaction): Promise<string | undefined> {
    const mount = this.#options.mounts.find(ROOT_NAMESPACE, entry.path);
    const duty = mount?.engine.duty;
    if (!mount?.stored || !duty || mount.entry.uuid !== entry.uuid) return undefined;
    transaction.require(mount.stored.key, mount.stored.version);
    const { cache } = this.#options;
    const views = {
      storage: new TransactionView(transaction, storageKey("logical", ROOT_NAMESPACE, `${entry.uuid}/`)),
      settings: new CachedView(transaction, storageKey("settings", ROOT_NAMESPACE, `${entry.uuid}/`), cache),
      nowMs: transaction.nowMs,
    };
    return duty.step(mount.instance, views, after);
  }
}

function said(error: unknown): { error: string } {
  return { error: String(error) };
}
