import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Expiring, ExpiringKind } from "./expiry-index.ts";
import type { Transaction } from "./transaction.ts";

/** A room's way of ending what is due. */
export interface ExpiryHandler {
  readonly kind: ExpiringKind;
  /**
   * Ends as many of `due` as one proposal holds, from the first on, and takes away index keys whose thing is gone or
   * ends at another time. What is left is due again in the next transaction.
   * @returns how many of `due` were dealt with, at least one
   */
  expire(transaction: Transaction, due: readonly Expiring[]): MaybePromise<number>;
}
