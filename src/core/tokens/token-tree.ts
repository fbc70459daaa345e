// Takes away a token and all it begot, leaves first, some at a time: without recursion, safe against indexes that go in
// circles, and from wherever an earlier piece of work stopped.
import type { TokenEntry } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";
import { RevocationBudget, type TokenEnding } from "./token-ending.ts";
import type { TokenRecords } from "./token-records.ts";

const CHILDREN_PAGE = 100;

/** Where the work is. */
export type TreePlace = {
  namespace: string;
  root: string;
  /** Tells the root from a later token of the same custom id. */
  accessor: string;
  /** The token to go on with: the root, or one below it that was left unfinished. */
  at: string;
};

interface Frame {
  entry: TokenEntry;
  children: string[];
  after: string | undefined;
  isListed: boolean;
}

/** One walk within one transaction. */
interface Walk {
  transaction: Transaction;
  place: TreePlace;
  budget: RevocationBudget;
  /** From where the walk began down to the token it is at. */
  frames: Frame[];
  /** What to enter when there is no frame; undefined: nothing is left. */
  next: string | undefined;
  removed: Set<string>;
}

export class TokenTree {
  readonly #records: TokenRecords;
  readonly #ending: TokenEnding;

  constructor(records: TokenRecords, ending: TokenEnding) {
    this.#records = records;
    this.#ending = ending;
  }

  /**
   * Takes away as much as the budget allows. What it leaves unfinished can make no more children.
   * @returns where to go on; undefined when the root is gone
   */
  async removeSome(
    transaction: Transaction,
    place: TreePlace,
    budget = new RevocationBudget(),
  ): Promise<TreePlace | undefined> {
    const walk: Walk = { transaction, place, budget, frames: [], next: place.at, removed: new Set() };
    for (;;) {
      const top = walk.frames.at(-1) ?? this.#enterNext(walk);
      if (!top) return walk.next === undefined ? undefined : { ...place, at: walk.next };
      const child = await this.#nextChild(walk, top);
      if (child === undefined) {
        if (!(await this.#finish(walk, top))) return this.#leaveUnfinished(walk);
      } else {
        if (budget.tokens <= 0) return this.#leaveUnfinished(walk);
        this.#descend(walk, top.entry, child);
      }
    }
  }

  #enterNext(walk: Walk): Frame | undefined {
    const { next, place, budget } = walk;
    if (next === undefined || budget.tokens <= 0) return undefined;
    walk.next = undefined;
    const below = next === place.root ? undefined : this.#read(walk, next);
    if (below?.revoking) return this.#enter(walk, below);
    const root = this.#read(walk, place.root);
    return root?.accessor === place.accessor ? this.#enter(walk, root) : undefined;
  }

  #read({ transaction, place }: Walk, name: string): TokenEntry | undefined {
    return this.#records.byName(transaction, place.namespace, name);
  }

  #enter({ transaction, budget, frames }: Walk, entry: TokenEntry): Frame {
    budget.tokens--;
    this.#records.guardChildren(transaction, entry);
    const frame = { entry, children: [], after: undefined, isListed: false };
    frames.push(frame);
    return frame;
  }

  async #nextChild({ transaction, removed }: Walk, frame: Frame): Promise<string | undefined> {
    for (;;) {
      const child = frame.children.shift();
      if (child !== undefined && !removed.has(child)) return child;
      if (child !== undefined) continue;
      if (frame.isListed) return undefined;
      const page = { limit: CHILDREN_PAGE, ...(frame.after !== undefined && { after: frame.after }) };
      frame.children = await this.#records.childrenOf(transaction, frame.entry, page);
      frame.after = frame.children.at(-1);
      frame.isListed = frame.children.length < CHILDREN_PAGE;
    }
  }

  #descend(walk: Walk, parent: TokenEntry, child: string): void {
    const entry = this.#read(walk, child);
    const isChild = entry?.parent === parent.name && child !== walk.place.root;
    // Another job leaves that one's children as orphans and takes it away itself.
    if (isChild && entry.revoking !== "orphans") this.#enter(walk, entry);
    else walk.budget.tokens--;
    // One that is gone, belongs to another or is the root itself is an error of the index.
    if (!isChild) this.#records.forgetChild(walk.transaction, parent, child);
  }

  /** Takes away a token without children. @returns false when that needs another transaction */
  async #finish(walk: Walk, { entry }: Frame): Promise<boolean> {
    if (!(await this.#ending.end(walk.transaction, entry, walk.budget))) return false;
    walk.removed.add(entry.name);
    walk.frames.pop();
    // A walk that began below the root goes up by what the token said of its parent.
    const isAbove = entry.name !== walk.place.root && walk.frames.length === 0;
    if (isAbove) walk.next = entry.parent ?? walk.place.root;
    return true;
  }

  /** Tokens that still have something below them are shut, so that the work comes to an end. */
  #leaveUnfinished({ transaction, place, frames }: Walk): TreePlace {
    for (const { entry } of frames) this.#ending.shut(transaction, entry, "tree");
    return { ...place, at: frames.at(-1)?.entry.name ?? place.root };
  }
}
