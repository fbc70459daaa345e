// Unseals a node by its own seal, once: now, or when the peer that guards the root key can be reached again, or when the
// node has joined a cluster. A node that an operator sealed afterwards stays sealed until it is restarted.
import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import type { SealKeeper } from "./seal-keeper.ts";

export interface SelfUnsealerOptions {
  keeper: SealKeeper;
  logger: Logger;
  pause: Pause;
}

/** How soon a node that has nothing to unseal looks again. */
const IDLE_MS = 100;
const FIRST_WAIT_MS = 250;
/** A peer that comes back is noticed this soon. */
const LONGEST_WAIT_MS = 5000;
/** The same reason is said again after so many attempts: about once a minute. */
const SAY_EVERY = 12;

export class SelfUnsealer {
  readonly #options: SelfUnsealerOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: SelfUnsealerOptions) {
    this.#options = options;
  }

  /** Resolves after the first attempt; further ones go on by themselves. */
  start(): Promise<void> {
    const first = Promise.withResolvers<void>();
    this.#running = this.#run(first.resolve);
    return first.promise;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(attempted: () => void): Promise<void> {
    const { keeper, pause, logger } = this.#options;
    const { signal } = this.#stopping;
    const reports = new FailureReports(logger);
    for (let waitMs = FIRST_WAIT_MS; !signal.aborted && keeper.isSealed; ) {
      if (!keeper.config()) {
        attempted();
        await pause(IDLE_MS, signal);
        continue;
      }
      const reason = await this.#attempt();
      attempted();
      if (reason === undefined) break;
      reports.failed(reason, waitMs);
      await pause(waitMs, signal);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    }
    attempted();
    if (!keeper.isSealed) reports.unsealed();
  }

  /** @returns why it failed */
  async #attempt(): Promise<string | undefined> {
    try {
      return await this.#options.keeper.unsealItself();
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** A line when the reason changes, and one a minute, instead of one an attempt. */
class FailureReports {
  readonly #logger: Logger;
  #attempts = 0;
  #said = "";

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  failed(reason: string, waitMs: number): void {
    this.#attempts++;
    if (reason === this.#said && this.#attempts % SAY_EVERY !== 0) return;
    this.#said = reason;
    this.#logger.error("the node can not unseal itself and waits", {
      reason,
      attempts: this.#attempts,
      retry_ms: waitMs,
    });
  }

  unsealed(): void {
    if (this.#attempts > 0)
      this.#logger.info("the node has unsealed itself", { attempts: this.#attempts + 1 });
  }
}
