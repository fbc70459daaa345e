// A token's entry and its indexes: by accessor, by parent, by the mount of its login, by expiry. Always written and
// removed together.
import { utf8 } from "#base/bytes.ts";
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";
import { expiryKey } from "../expiry-index.ts";
import { type TokenEntry, tokenKey, tokenRecord } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";
import type { TokenNamer } from "./token-namer.ts";

interface AccessorEntry {
  accessor: string;
  /** Name of the token. */
  token: string;
}

export const accessorRecord = jsonRecord<AccessorEntry>("token-accessor", 1);
/** Records whose key says it all. */
const markRecord = jsonRecord<Record<string, never>>("token-index", 1);

export class TokenRecords {
  readonly #namer: Pick<TokenNamer, "nameOf">;

  constructor(namer: Pick<TokenNamer, "nameOf">) {
    this.#namer = namer;
  }

  add(transaction: Transaction, entry: TokenEntry): void {
    const { namespace } = entry;
    transaction.write(tokenRecord, tokenKey(namespace, entry.name), entry);
    const index = { accessor: entry.accessor, token: entry.name };
    transaction.write(accessorRecord, this.#accessorKey(namespace, entry.accessor), index);
    if (entry.parent) {
      transaction.write(markRecord, childKey(namespace, entry.parent, entry.name), {});
      transaction.write(markRecord, childrenGuardKey(namespace, entry.parent), {});
    }
    if (entry.login) {
      transaction.write(markRecord, loginKey(namespace, entry.login.mountUuid, entry.name), {});
    }
    this.#expire(transaction, entry);
  }

  /** Rewrites the entry, moving its place in the expiry index. */
  change(transaction: Transaction, before: TokenEntry, after: TokenEntry): void {
    if (before.expiresAtMs > 0 && before.expiresAtMs !== after.expiresAtMs) {
      transaction.delete(expiryKey(before.expiresAtMs, "token", before.namespace, before.name));
    }
    transaction.write(tokenRecord, tokenKey(after.namespace, after.name), after);
    if (before.expiresAtMs !== after.expiresAtMs) this.#expire(transaction, after);
    if (before.parent && !after.parent) {
      transaction.delete(childKey(before.namespace, before.parent, before.name));
    }
  }

  /** Has the sweeper look at a token at a time that is not its end: what must go even if nobody comes back for it. */
  remindAt(transaction: Transaction, entry: TokenEntry, atMs: number): void {
    transaction.write(markRecord, expiryKey(atMs, "token", entry.namespace, entry.name), {});
  }

  remove(transaction: Transaction, entry: TokenEntry): void {
    const { namespace } = entry;
    transaction.delete(this.#accessorKey(namespace, entry.accessor));
    if (entry.parent) transaction.delete(childKey(namespace, entry.parent, entry.name));
    transaction.delete(childrenGuardKey(namespace, entry.name));
    if (entry.login) transaction.delete(loginKey(namespace, entry.login.mountUuid, entry.name));
    if (entry.expiresAtMs > 0) {
      transaction.delete(expiryKey(entry.expiresAtMs, "token", namespace, entry.name));
    }
    transaction.delete(tokenKey(namespace, entry.name));
  }

  /** The entry of a token name; the transaction then depends on it. */
  byName(transaction: Transaction, namespace: string, name: string): TokenEntry | undefined {
    return transaction.read(tokenRecord, tokenKey(namespace, name));
  }

  /** Name of the token with this accessor. */
  nameOfAccessor(transaction: Transaction, namespace: string, accessor: string): string | undefined {
    return transaction.read(accessorRecord, this.#accessorKey(namespace, accessor))?.token;
  }

  /** Makes the transaction hold only while nobody makes `parent` another child: before they are listed. */
  guardChildren(transaction: Transaction, parent: TokenEntry): void {
    transaction.requireUnchanged(childrenGuardKey(parent.namespace, parent.name));
  }

  /** Names of the tokens that `parent` made, a page of them; applied state only. */
  childrenOf(
    transaction: Transaction,
    parent: TokenEntry,
    page: { after?: string; limit: number },
  ): Promise<string[]> {
    return transaction.children(childKey(parent.namespace, parent.name, ""), page);
  }

  /** Names of tokens that logins of a mount made, some of them; applied state only. */
  loginsOf(transaction: Transaction, namespace: string, mountUuid: string, limit: number): Promise<string[]> {
    return transaction.children(loginKey(namespace, mountUuid, ""), { limit });
  }

  /** Takes a login that is none out of the index. */
  forgetLogin(transaction: Transaction, namespace: string, mountUuid: string, name: string): void {
    transaction.delete(loginKey(namespace, mountUuid, name));
  }

  /** Takes a child that is none out of the index. */
  forgetChild(transaction: Transaction, parent: TokenEntry, child: string): void {
    transaction.delete(childKey(parent.namespace, parent.name, child));
  }

  #accessorKey(namespace: string, accessor: string): string {
    return accessorKey(namespace, this.#namer.nameOf(utf8(accessor)));
  }

  #expire(transaction: Transaction, entry: TokenEntry): void {
    if (entry.expiresAtMs > 0) this.remindAt(transaction, entry, entry.expiresAtMs);
  }
}

/** @param hashed keyed hash of the accessor */
export function accessorKey(namespace: string, hashed: string): string {
  return storageKey("token-accessor", namespace, hashed);
}

function loginKey(namespace: string, mountUuid: string, name: string): string {
  return storageKey("token-login", namespace, `${mountUuid}/${name}`);
}

export function childKey(namespace: string, parent: string, child: string): string {
  return storageKey("token-parent", namespace, `${parent}/${child}`);
}

/**
 * Each new child bumps it, without looking: those who make children do not meet, but whoever ends the parent meets
 * them all (design §3: no child of a revoked parent).
 */
export function childrenGuardKey(namespace: string, parent: string): string {
  return storageKey("token-parent", namespace, parent);
}
