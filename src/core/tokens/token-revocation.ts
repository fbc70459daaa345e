// Revoking: a small tree in one proposal, a larger one as a durable job whose first proposal shuts the root. After that
// commit nobody uses it; what it begot goes in bounded batches (design §3).
import type { JobEntry } from "../job-entry.ts";
import type { JobKind } from "../job-kind.ts";
import type { JobDesk } from "../needs.ts";
import type { RevocationMode, TokenEntry } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";
import type { RevocationBudget, TokenEnding } from "./token-ending.ts";
import type { TokenOrphaning } from "./token-orphaning.ts";
import type { TokenTree, TreePlace } from "./token-tree.ts";

export const REVOCATION_JOB = "token-revocation";

type RevocationState = TreePlace & { mode: RevocationMode };

export interface TokenRevocationOptions {
  tree: TokenTree;
  orphaning: TokenOrphaning;
  ending: TokenEnding;
  jobs: JobDesk;
}

export interface RevocationWish {
  mode: RevocationMode;
  /**
   * The wish met other writes before: children are made faster than they can be counted. Then the root is shut first
   * and everything else is the job's.
   */
  isRetry?: boolean;
  budget?: RevocationBudget;
}

export class TokenRevocation implements JobKind<RevocationState> {
  readonly name = REVOCATION_JOB;
  readonly #options: TokenRevocationOptions;

  constructor(options: TokenRevocationOptions) {
    this.#options = options;
  }

  /** @returns the id of the job to wait for, when one is needed */
  async begin(
    transaction: Transaction,
    entry: TokenEntry,
    wish: RevocationWish,
  ): Promise<string | undefined> {
    const { namespace, name: root, accessor } = entry;
    const id = `${REVOCATION_JOB}-${root}`;
    if (entry.revoking) return id;
    const place = { namespace, root, accessor, at: root };
    const rest = wish.isRetry
      ? this.#shut(transaction, entry, wish.mode, place)
      : await this.#removeSome(transaction, { ...place, mode: wish.mode }, wish.budget);
    if (!rest) return undefined;
    this.#options.jobs.begin(transaction, { id, kind: this.name, state: { ...rest, mode: wish.mode } });
    return id;
  }

  async step(
    { state }: JobEntry<RevocationState>,
    transaction: Transaction,
  ): Promise<RevocationState | undefined> {
    const rest = await this.#removeSome(transaction, state);
    return rest && { ...rest, mode: state.mode };
  }

  #removeSome(
    transaction: Transaction,
    { mode, ...place }: RevocationState,
    budget?: RevocationBudget,
  ): Promise<TreePlace | undefined> {
    return mode === "tree"
      ? this.#options.tree.removeSome(transaction, place, budget)
      : this.#options.orphaning.removeSome(transaction, place);
  }

  #shut(transaction: Transaction, entry: TokenEntry, mode: RevocationMode, place: TreePlace): TreePlace {
    this.#options.ending.shut(transaction, entry, mode);
    return place;
  }
}
