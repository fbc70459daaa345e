// Counts down tokens that are good for so many requests. Each use is a proposal that holds only while nobody else took
// one, so of a hundred parallel uses of a last one exactly one goes on (vault-api.md §4.6).
import type { TokenEntry } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";
import type { Transactor } from "../transactor.ts";
import { denied } from "./denied.ts";
import { SerialByKey } from "./serial-by-key.ts";
import type { TokenRecords } from "./token-records.ts";
import { tokenProblem } from "./token-state.ts";

/** If the request that took the last use does not come back to end the token, the sweeper does after this. */
const REMINDER_MS = 120_000;

export class TokenUses {
  readonly #records: TokenRecords;
  readonly #transactor: Transactor;
  /** Uses of one token on this thread do not race each other: the loser would hold up the line for nothing. */
  readonly #lines = new SerialByKey();

  constructor(records: TokenRecords, transactor: Transactor) {
    this.#records = records;
    this.#transactor = transactor;
  }

  /** @returns the entry after this use, and its version. @throws VaultError permission_denied when none was left */
  async take({ namespace, name }: TokenEntry): Promise<{ entry: TokenEntry; version: number | undefined }> {
    const taken = await this.#lines.run(name, () =>
      this.#transactor.run((transaction) => this.#takeOne(transaction, namespace, name)),
    );
    return { entry: taken.result, version: taken.version };
  }

  #takeOne(transaction: Transaction, namespace: string, name: string): TokenEntry {
    const entry = this.#records.byName(transaction, namespace, name);
    if (!entry) throw denied("unknown token");
    const problem = tokenProblem(entry, transaction.nowMs);
    if (problem !== undefined) throw denied(problem);
    const after: TokenEntry =
      entry.usesLeft === 1 ? { ...entry, isLastUse: true } : { ...entry, usesLeft: entry.usesLeft - 1 };
    this.#records.change(transaction, entry, after);
    if (after.isLastUse) this.#records.remindAt(transaction, after, transaction.nowMs + REMINDER_MS);
    return after;
  }
}
