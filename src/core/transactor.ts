// Commits work that is no client's request: a use of a token, a step of a job, what has expired. The work reads and
// writes through a transaction and runs again on what is there now when something it read has changed.
import type { Barrier } from "#barrier/barrier.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { Committed, Proposer, Try } from "./proposer.ts";
import type { StateCache } from "./state-cache.ts";
import { Transaction } from "./transaction.ts";

export interface TransactorOptions {
  store: KvReader;
  barrier: Barrier;
  cache: StateCache;
  proposer: Proposer;
  logTimeMs(): number;
}

export class Transactor {
  readonly #options: TransactorOptions;

  constructor(options: TransactorOptions) {
    this.#options = options;
  }

  /** @returns what the committed run of `work` made. @throws VaultError, and whatever `work` throws */
  async run<T>(work: (transaction: Transaction) => MaybePromise<T>): Promise<Committed<T>> {
    const attempt = async (): Promise<Try<T>> => {
      this.#options.cache.refresh();
      const { store, barrier, logTimeMs } = this.#options;
      const transaction = new Transaction({ store, barrier, nowMs: logTimeMs() });
      return { transaction, result: await work(transaction) };
    };
    return this.#options.proposer.commitTries(await attempt(), attempt);
  }
}
