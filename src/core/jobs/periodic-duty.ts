// Something that a leader does again and again: at once when it begins to lead, then at intervals. What fails is told and
// tried again; nothing here needs stopping in a hurry.
import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import { VaultError } from "#base/vault-error.ts";
import { LeaderDuty } from "./leader-duty.ts";

export interface PeriodicDutyOptions {
  /** As the log calls it. */
  name: string;
  everyMs: number;
  /** @param isFirst the first time since this node leads */
  work(isFirst: boolean): Promise<void>;
  logger: Logger;
  pause: Pause;
}

export class PeriodicDuty {
  readonly #options: PeriodicDutyOptions;
  readonly #duty = new LeaderDuty((signal) => this.#again(signal));

  constructor(options: PeriodicDutyOptions) {
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

  async #again(signal: AbortSignal): Promise<void> {
    const { pause, everyMs, work } = this.#options;
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      try {
        await work(isFirst);
      } catch (error) {
        this.#failed(error, signal);
      }
      await pause(everyMs, signal);
    }
  }

  /** Sealed, or no longer the leader: then it is not this node's to do any more. */
  #failed(error: unknown, signal: AbortSignal): void {
    const { logger, name } = this.#options;
    if (signal.aborted || (error instanceof VaultError && error.code === "sealed")) return;
    logger.warn(`${name} failed, will try again`, { error: String(error) });
  }
}
