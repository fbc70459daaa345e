// What the sweeper does with tokens that are due: revokes them with all they begot, several small trees a proposal.
import type { ExpiryHandler } from "../expiry-handler.ts";
import type { Expiring } from "../expiry-index.ts";
import type { Transaction } from "../transaction.ts";
import { RevocationBudget } from "./token-ending.ts";
import type { TokenRecords } from "./token-records.ts";
import type { TokenRevocation } from "./token-revocation.ts";
import { isExpired } from "./token-state.ts";

/** With less room than this a small tree would become a job: it waits for the next proposal. */
const ROOM_FOR_A_TREE = 10;

export class ExpiredTokens implements ExpiryHandler {
  readonly kind = "token";
  readonly #records: TokenRecords;
  readonly #revocation: TokenRevocation;

  constructor(records: TokenRecords, revocation: TokenRevocation) {
    this.#records = records;
    this.#revocation = revocation;
  }

  async expire(transaction: Transaction, due: readonly Expiring[]): Promise<number> {
    const budget = new RevocationBudget();
    let count = 0;
    for (const one of due) {
      if (budget.tokens < ROOM_FOR_A_TREE) break;
      await this.#end(transaction, one, budget);
      count++;
    }
    return count;
  }

  /** A token that was renewed has another place in the index; one that is used up is due whatever its time. */
  async #end(transaction: Transaction, due: Expiring, budget: RevocationBudget): Promise<void> {
    const entry = this.#records.byName(transaction, due.namespace, due.id);
    const isDue = entry && (isExpired(entry, transaction.nowMs) || entry.isLastUse);
    if (isDue) await this.#revocation.begin(transaction, entry, { mode: "tree", budget });
    else budget.tokens--;
    transaction.delete(due.key);
  }
}
