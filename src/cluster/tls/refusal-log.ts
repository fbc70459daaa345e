// Refused connections in the log: once per source and reason, or a scanner would fill the disk.
import type { Logger } from "#base/logger.ts";

/** After so long the same source is worth another line. */
const AGAIN_MS = 3_600_000;
const MAX_KNOWN = 1024;

export class RefusalLog {
  readonly #logger: Logger;
  readonly #nowMs: () => number;
  /** By source and reason: when it was told. Oldest first. */
  readonly #told = new Map<string, number>();
  #refusals = 0;

  constructor(logger: Logger, nowMs: () => number) {
    this.#logger = logger;
    this.#nowMs = nowMs;
  }

  /** How many there were, told or not. */
  get refusals(): number {
    return this.#refusals;
  }

  refused(source: string, reason: string): void {
    this.#refusals++;
    const name = `${source} ${reason}`;
    const nowMs = this.#nowMs();
    const toldAtMs = this.#told.get(name);
    if (toldAtMs !== undefined && nowMs - toldAtMs < AGAIN_MS) return;
    this.#told.delete(name);
    this.#told.set(name, nowMs);
    if (this.#told.size > MAX_KNOWN) {
      const oldest = this.#told.keys().next();
      if (!oldest.done) this.#told.delete(oldest.value);
    }
    this.#logger.warn("connection of another node refused", { source, reason });
  }
}
