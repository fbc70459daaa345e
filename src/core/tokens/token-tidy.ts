// Puts the indexes of tokens right, page by page: takes away what points nowhere, revokes children that outlived their
// parents, adds what is missing. Nothing of this should ever be found; the log says what was.
import type { Logger } from "#base/logger.ts";
import { expiryKey } from "../expiry-index.ts";
import type { JobEntry } from "../job-entry.ts";
import type { JobKind } from "../job-kind.ts";
import { tokenKey, tokenRecord } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";
import { RevocationBudget } from "./token-ending.ts";
import {
  accessorKey,
  accessorRecord,
  childKey,
  childrenGuardKey,
  type TokenRecords,
} from "./token-records.ts";
import type { TokenRevocation } from "./token-revocation.ts";

export const TIDY_JOB = "token-tidy";
const PAGE = 200;
const PHASES = ["accessors", "children", "tokens"] as const;

export type TidyState = {
  namespace: string;
  phase: (typeof PHASES)[number];
  /** The key looked at last; "": none yet. */
  after: string;
  /** Things put right so far. */
  repaired: number;
};

export interface TokenTidyOptions {
  records: TokenRecords;
  revocation: TokenRevocation;
  logger: Logger;
}

export class TokenTidy implements JobKind<TidyState> {
  readonly name = TIDY_JOB;
  readonly #options: TokenTidyOptions;

  constructor(options: TokenTidyOptions) {
    this.#options = options;
  }

  start(namespace: string): TidyState {
    return { namespace, phase: PHASES[0], after: "", repaired: 0 };
  }

  async step({ state }: JobEntry<TidyState>, transaction: Transaction): Promise<TidyState | undefined> {
    const prefix = prefixOf(state);
    const keys = await transaction.keys(prefix, PAGE, state.after || undefined);
    let { repaired } = state;
    for (const key of keys) {
      if (await this.#isRepaired(transaction, state, key.slice(prefix.length))) repaired++;
    }
    const last = keys.at(-1);
    if (keys.length === PAGE && last !== undefined) return { ...state, after: last, repaired };
    const phase = PHASES[PHASES.indexOf(state.phase) + 1];
    if (phase) return { ...state, phase, after: "", repaired };
    this.#options.logger.info("token tidy is done", { repaired });
    return undefined;
  }

  #isRepaired(transaction: Transaction, state: TidyState, name: string): boolean | Promise<boolean> {
    switch (state.phase) {
      case "accessors":
        return this.#tidyAccessor(transaction, state.namespace, name);
      case "children":
        return this.#tidyChild(transaction, state.namespace, name);
      case "tokens":
        return this.#tidyToken(transaction, state.namespace, name);
    }
  }

  #tidyAccessor(transaction: Transaction, namespace: string, hashed: string): boolean {
    const key = accessorKey(namespace, hashed);
    const peeked = transaction.peek(accessorRecord, key);
    if (!peeked || transaction.peek(tokenRecord, tokenKey(namespace, peeked.token))) return false;
    // Found wanting: now read so that the proposal depends on it.
    const index = transaction.read(accessorRecord, key);
    if (!index || this.#options.records.byName(transaction, namespace, index.token)) return false;
    transaction.delete(key);
    return true;
  }

  /** @param name of a parent (its guard), or `<parent>/<child>` */
  async #tidyChild(transaction: Transaction, namespace: string, name: string): Promise<boolean> {
    const { records, revocation } = this.#options;
    const [parentName = "", childName] = name.split("/");
    const parent = transaction.peek(tokenRecord, tokenKey(namespace, parentName));
    if (childName === undefined) {
      if (parent || records.byName(transaction, namespace, parentName)) return false;
      transaction.delete(childrenGuardKey(namespace, parentName));
      return true;
    }
    const peeked = transaction.peek(tokenRecord, tokenKey(namespace, childName));
    if (parent && peeked?.parent === parentName) return false;
    const child = records.byName(transaction, namespace, childName);
    if (child?.parent !== parentName) transaction.delete(childKey(namespace, parentName, childName));
    else if (records.byName(transaction, namespace, parentName)) return false;
    else await revocation.begin(transaction, child, { mode: "tree", budget: onlyItself() });
    return true;
  }

  #tidyToken(transaction: Transaction, namespace: string, name: string): boolean {
    const peeked = transaction.peek(tokenRecord, tokenKey(namespace, name));
    if (!peeked?.expiresAtMs) return false;
    if (transaction.has(expiryKey(peeked.expiresAtMs, "token", namespace, name))) return false;
    const entry = this.#options.records.byName(transaction, namespace, name);
    if (!entry?.expiresAtMs) return false;
    if (transaction.has(expiryKey(entry.expiresAtMs, "token", namespace, name))) return false;
    this.#options.records.remindAt(transaction, entry, entry.expiresAtMs);
    return true;
  }
}

/** A page may hold many trees: what is below is left to their own jobs. */
function onlyItself(): RevocationBudget {
  const budget = new RevocationBudget();
  budget.tokens = 1;
  return budget;
}

function prefixOf({ namespace, phase }: TidyState): string {
  switch (phase) {
    case "accessors":
      return accessorKey(namespace, "");
    case "children":
      return childrenGuardKey(namespace, "");
    case "tokens":
      return tokenKey(namespace, "");
  }
}
