// The end of one token without children: its cubbyhole is emptied, its leases are taken back, its indexes and entry go.
import type { RevocationMode, TokenEntry } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";
import type { CubbyholePrefix, LeaseRevoker } from "./needs.ts";
import type { TokenRecords } from "./token-records.ts";

/** Tokens that one transaction looks at. */
const MAX_TOKENS = 100;
/** Keys of cubbyholes that one transaction takes away, in bytes: a key may have 32 KiB. */
const MAX_CUBBYHOLE_BYTES = 256 * 1024;
const CUBBYHOLE_PAGE = 200;

/** What is left of a transaction's bounds, shared by the trees that it takes away. */
export class RevocationBudget {
  tokens = MAX_TOKENS;
  cubbyholeBytes = MAX_CUBBYHOLE_BYTES;
}

export interface TokenEndingOptions {
  records: TokenRecords;
  cubbyholes: CubbyholePrefix;
  leases: readonly LeaseRevoker[];
}

export class TokenEnding {
  readonly #options: TokenEndingOptions;

  constructor(options: TokenEndingOptions) {
    this.#options = options;
  }

  /** @returns false when its cubbyhole or its leases need another transaction; the entry then stays */
  async end(transaction: Transaction, entry: TokenEntry, budget: RevocationBudget): Promise<boolean> {
    if (!(await this.#emptyCubbyhole(transaction, entry, budget))) return false;
    for (const leases of this.#options.leases) {
      if (!(await leases.revokeSome(transaction, entry))) return false;
    }
    this.#options.records.remove(transaction, entry);
    return true;
  }

  /** From the commit on nobody can use the token, or make it children. */
  shut(transaction: Transaction, entry: TokenEntry, mode: RevocationMode): void {
    if (!entry.revoking) this.#options.records.change(transaction, entry, { ...entry, revoking: mode });
  }

  async #emptyCubbyhole(
    transaction: Transaction,
    entry: TokenEntry,
    budget: RevocationBudget,
  ): Promise<boolean> {
    const prefix = this.#options.cubbyholes.of(entry);
    if (prefix === undefined) return true;
    const guard = prefix.slice(0, -1);
    transaction.requireUnchanged(guard);
    const keys = await transaction.keys(prefix, CUBBYHOLE_PAGE);
    for (const key of keys) {
      budget.cubbyholeBytes -= key.length;
      if (budget.cubbyholeBytes < 0) return false;
      transaction.delete(key);
    }
    if (keys.length === CUBBYHOLE_PAGE) return false;
    transaction.delete(guard);
    return true;
  }
}
