// What the policies' room asks of others.
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Secret } from "#base/secret.ts";
import type { Transaction } from "../transaction.ts";

/** Whose policies are asked for: token's and identity's together. `undefined`: no such token, or it has ended. */
export interface TokenLookup {
  byId(token: Secret, transaction: Transaction): MaybePromise<readonly string[] | undefined>;
  byAccessor(accessor: string, transaction: Transaction): MaybePromise<readonly string[] | undefined>;
}
