// The tokens that an auth mount's logins made: they end with the mount.
import type { Transaction } from "../transaction.ts";
import { RevocationBudget } from "./token-ending.ts";
import type { TokenRecords } from "./token-records.ts";
import type { TokenRevocation } from "./token-revocation.ts";

const PAGE = 50;
/** With less room than this a small tree would become a job: it waits for the next proposal. */
const ROOM_FOR_A_TREE = 10;

export class MountLogins {
  readonly #records: TokenRecords;
  readonly #revocation: TokenRevocation;

  constructor(records: TokenRecords, revocation: TokenRevocation) {
    this.#records = records;
    this.#revocation = revocation;
  }

  /** Revokes some of them with all they begot. @returns whether none was left */
  async removeSome(transaction: Transaction, namespace: string, mountUuid: string): Promise<boolean> {
    const names = await this.#records.loginsOf(transaction, namespace, mountUuid, PAGE);
    const budget = new RevocationBudget();
    for (const name of names) {
      if (budget.tokens < ROOM_FOR_A_TREE) break;
      const entry = this.#records.byName(transaction, namespace, name);
      if (!entry || entry.revoking) this.#records.forgetLogin(transaction, namespace, mountUuid, name);
      else await this.#revocation.begin(transaction, entry, { mode: "tree", budget });
    }
    return names.length === 0;
  }
}
