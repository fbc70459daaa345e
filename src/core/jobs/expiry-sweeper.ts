// Ends what is due, once a second on one thread of the leader, in the order of the expiry index: no timer per token or
// lease, nothing to load after a failover (design §5). Expiry is also judged at each use, so nobody waits for this.
import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import { VaultError } from "#base/vault-error.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { ExpiryHandler } from "../expiry-handler.ts";
import { EXPIRY_PREFIX, type Expiring, expiryHorizon, parseExpiryKey } from "../expiry-index.ts";
import type { Transactor } from "../transactor.ts";
import { LeaderDuty } from "./leader-duty.ts";

/** A timer far in the future fires at once in Node (2^31 ms): this one is never longer than a second. */
const EVERY_MS = 1000;
const PAGE = 500;
const BATCH = 100;
/** What could not be ended is tried again after this. */
const SETBACK_MS = 60_000;
const MAX_SETBACKS = 10_000;

export interface ExpirySweeperOptions {
  store: KvReader;
  transactor: Transactor;
  /** By kind; what no room handles stays. */
  handlers: readonly ExpiryHandler[];
  logger: Logger;
  /** `count` things of a kind were dealt with, in one write. */
  onEnded?(kind: string, count: number, tookMs: number): void;
  logTimeMs(): number;
  monotonicMs(): number;
  pause: Pause;
}

export class ExpirySweeper {
  readonly #options: ExpirySweeperOptions;
  readonly #handlers: ReadonlyMap<string, ExpiryHandler>;
  /** Index keys that failed, and until when they are left alone. */
  readonly #setbacks = new Map<string, number>();
  readonly #duty = new LeaderDuty((signal) => this.#sweepAgainAndAgain(signal));

  constructor(options: ExpirySweeperOptions) {
    this.#options = options;
    this.#handlers = new Map(options.handlers.map((handler) => [handler.kind, handler]));
  }

  /** This node leads. */
  start(): void {
    this.#duty.start();
  }

  /** Resolves when nothing is in work any more. */
  stop(): Promise<void> {
    return this.#duty.stop();
  }

  async #sweepAgainAndAgain(signal: AbortSignal): Promise<void> {
    const { logger, pause } = this.#options;
    this.#setbacks.clear();
    while (!signal.aborted) {
      try {
        await this.#sweep(signal);
      } catch (error) {
        if (!signal.aborted) logger.warn("expiry sweep failed, will try again", { error: String(error) });
      }
      await pause(EVERY_MS, signal);
    }
  }

  /** Ends everything that is due now. */
  async #sweep(signal: AbortSignal): Promise<void> {
    const { store, logTimeMs } = this.#options;
    const horizon = expiryHorizon(logTimeMs());
    for (let after: string | undefined; !signal.aborted; ) {
      const range = { prefix: EXPIRY_PREFIX, limit: PAGE };
      const keys = await store.keys(after === undefined ? range : { ...range, after });
      const due = keys.filter((key) => key < horizon);
      await this.#endAll(due, signal);
      after = due.at(-1);
      if (due.length < PAGE) return;
    }
  }

  async #endAll(keys: readonly string[], signal: AbortSignal): Promise<void> {
    for (const [kind, due] of Map.groupBy(this.#expected(keys), (expiring) => expiring.kind)) {
      const handler = this.#handlers.get(kind);
      for (let from = 0; handler && from < due.length && !signal.aborted; ) {
        from += await this.#endSome(handler, due.slice(from, from + BATCH));
      }
    }
  }

  /** Without those that are left alone for a while. */
  #expected(keys: readonly string[]): Expiring[] {
    const nowMs = this.#options.monotonicMs();
    return keys
      .filter((key) => nowMs >= (this.#setbacks.get(key) ?? 0))
      .map(parseExpiryKey)
      .filter((expiring) => expiring !== undefined);
  }

  /** @returns how many were dealt with */
  async #endSome(handler: ExpiryHandler, due: readonly Expiring[]): Promise<number> {
    const { transactor, monotonicMs, onEnded } = this.#options;
    const startedMs = monotonicMs();
    try {
      const { result } = await transactor.run((transaction) => handler.expire(transaction, due));
      onEnded?.(handler.kind, result, monotonicMs() - startedMs);
      return Math.max(1, result);
    } catch (error) {
      // Not this node's to do any more, or no longer possible: the next sweep will see.
      if (error instanceof VaultError) throw error;
      if (due.length === 1) this.#setBack(due[0] as Expiring, error);
      else for (const one of due) await this.#endSome(handler, [one]);
      return due.length;
    }
  }

  /** One that can not be ended (a damaged record) does not keep the others alive. */
  #setBack({ key, kind }: Expiring, error: unknown): void {
    if (this.#setbacks.size >= MAX_SETBACKS) this.#setbacks.clear();
    this.#setbacks.set(key, this.#options.monotonicMs() + SETBACK_MS);
    this.#options.logger.error("what is due could not be ended, will try again", {
      kind,
      error: String(error),
    });
  }
}
