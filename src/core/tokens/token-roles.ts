import type { StateCache } from "../state-cache.ts";
import type { Transaction } from "../transaction.ts";
import { type TokenRole, tokenRoleKey, tokenRoleRecord } from "./token-role.ts";

/** The roles as this thread has them cached; what is made by one holds only while the role stays as it was. */
export class TokenRoles {
  readonly #cache: StateCache;

  constructor(cache: StateCache) {
    this.#cache = cache;
  }

  find(transaction: Transaction, namespace: string, name: string): TokenRole | undefined {
    const key = tokenRoleKey(namespace, name);
    const { value, version } = this.#cache.read(tokenRoleRecord, key);
    transaction.require(key, version);
    return value;
  }
}
