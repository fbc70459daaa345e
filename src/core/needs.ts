// What the pipeline asks of the rooms. Each room answers one of these; assemble.ts puts them together.
import type { JsonObject } from "#base/json/raw-json.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { AuthGrant } from "#contract/auth-grant.ts";
import type { Caller } from "#contract/caller.ts";
import type { Connection, Request } from "#contract/request.ts";
import type { Acl } from "./acl.ts";
import type { MintedToken } from "./answer.ts";
import type { MountEntry } from "./mount-entry.ts";
import type { TokenEntry } from "./token-entry.ts";
import type { Transaction } from "./transaction.ts";

/** A token that was presented and is good. */
export interface IdentifiedToken {
  entry: TokenEntry;
  /** Storage key and version of the entry, conditions of any write; undefined for a batch token. */
  stored: { key: string; version: number } | undefined;
  caller: Caller;
  acl: Acl;
  /** Conditions beyond the token's own: the policies' guard, the entity, a batch token's parent. */
  authority: readonly { key: string; version: number }[];
}

export interface TokenDesk {
  /** @throws VaultError permission_denied for one that is unknown, ended, revoked or used from a wrong address */
  identify(token: Request["token"], connection: Connection, nowMs: number): IdentifiedToken;
  /** Takes one use of a token that has a limit, before anything else is decided. @throws VaultError permission_denied */
  spendUse(identified: IdentifiedToken, nowMs: number): MaybePromise<IdentifiedToken>;
  /** The request that took the last use is done. */
  retire(identified: IdentifiedToken): MaybePromise<void>;
  /** Makes a token of a login, in the login's own transaction. */
  issueLogin(transaction: Transaction, grant: AuthGrant, origin: LoginOrigin): MintedToken;
}

export interface LoginOrigin {
  mount: MountEntry;
  /** Who logs in: the new token's bounds must allow it. */
  connection: Connection;
  requestPath: string;
  namespace: string;
}

/** Work longer than one entry of the log. */
export interface NewJob<S extends JsonObject = JsonObject> {
  /** Names the work: the same id is the same job. */
  id: string;
  /** Name of the JobKind that goes on with it. */
  kind: string;
  state: S;
}

export interface JobDesk {
  /** Records the job, in the transaction that makes its object unreachable. @returns false: it is in work already */
  begin<S extends JsonObject>(transaction: Transaction, job: NewJob<S>): boolean;
  /** Resolves when the job is done, or with false after `timeoutMs`. */
  finished(id: string, timeoutMs: number): Promise<boolean>;
}

/** Failed logins, counted on this node and never replicated. */
export interface LockoutDesk {
  isLocked(mount: MountEntry, name: string): MaybePromise<boolean>;
  /** @returns whether the name was locked already */
  failed(mount: MountEntry, name: string): MaybePromise<boolean>;
  /** @returns false: failures that came meanwhile have locked the name */
  succeeded(mount: MountEntry, name: string): MaybePromise<boolean>;
}
