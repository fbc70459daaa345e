// Takes away a token but leaves its children, as orphans; some at a time.
import type { TokenEntry } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";
import { RevocationBudget, type TokenEnding } from "./token-ending.ts";
import type { TokenRecords } from "./token-records.ts";
import type { TreePlace } from "./token-tree.ts";

export class TokenOrphaning {
  readonly #records: TokenRecords;
  readonly #ending: TokenEnding;

  constructor(records: TokenRecords, ending: TokenEnding) {
    this.#records = records;
    this.#ending = ending;
  }

  /** @returns where to go on; undefined when the root is gone */
  async removeSome(transaction: Transaction, place: TreePlace): Promise<TreePlace | undefined> {
    const budget = new RevocationBudget();
    const root = this.#records.byName(transaction, place.namespace, place.root);
    if (root?.accessor !== place.accessor) return undefined;
    this.#records.guardChildren(transaction, root);
    const children = await this.#records.childrenOf(transaction, root, { limit: budget.tokens });
    for (const child of children) this.#orphan(transaction, root, child);
    const isLast = children.length < budget.tokens;
    if (isLast && (await this.#ending.end(transaction, root, budget))) return undefined;
    this.#ending.shut(transaction, root, "orphans");
    return place;
  }

  #orphan(transaction: Transaction, parent: TokenEntry, name: string): void {
    const child = this.#records.byName(transaction, parent.namespace, name);
    if (child?.parent !== parent.name) {
      this.#records.forgetChild(transaction, parent, name);
      return;
    }
    const { parent: _gone, ...orphan } = child;
    this.#records.change(transaction, child, orphan);
  }
}
