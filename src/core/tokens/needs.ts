// What the token room asks of others.
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { AuthGrant } from "#contract/auth-grant.ts";
import type { MountLimits } from "#contract/mount-context.ts";
import type { Acl } from "../acl.ts";
import type { MountEntry } from "../mount-entry.ts";
import type { SystemWriteCall } from "../system-path.ts";
import type { TokenEntry } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";

/** The policies. */
export interface PolicyDesk {
  aclFor(names: readonly string[]): Acl;
  /** The guard that every change of a policy bumps. */
  authority(): { key: string; version: number };
  /** @param name normalised */
  exists(name: string): boolean;
}

/** The mount table. */
export interface MountDesk {
  at(namespace: string, path: string): MountEntry | undefined;
  limitsOf(entry: MountEntry): MountLimits;
}

/** What a login would grant now. */
export interface RenewedLogin {
  grant: AuthGrant;
  /** Of the mount that made the token. */
  limits: MountLimits;
}

/** Renewal of a token that a login made, by the auth method that made it. */
export interface LoginRenewal {
  /** `undefined`: the login would not succeed any more, or its mount is gone. */
  renew(entry: TokenEntry, call: SystemWriteCall): MaybePromise<RenewedLogin | undefined>;
}

/** A room that keeps leases of tokens. */
export interface LeaseRevoker {
  /**
   * Takes some of the token's leases away, or marks them to be. Idempotent, bounded.
   * @returns whether none are left
   */
  revokeSome(transaction: Transaction, entry: TokenEntry): MaybePromise<boolean>;
}

/** Where a token's cubbyhole lies. */
export interface CubbyholePrefix {
  /**
   * The storage prefix of everything in the token's cubbyhole, with trailing slash. The same key without that slash is
   * its guard: each write into the cubbyhole bumps it, so a revocation meets writes that are not applied yet.
   */
  of(entry: TokenEntry): string | undefined;
}
