// A token's entry and its indexes: by accessor, by parent, by expiry. Always written and removed together.
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

const accessorRecord = jsonRecord<AccessorEntry>("token-accessor", 1);
const childRecord = jsonRecord<Record<string, never>>("token-child", 1);

export class TokenRecords {
  readonly #namer: TokenNamer;

  constructor(namer: TokenNamer) {
    this.#namer = namer;
  }

  add(transaction: Transaction, entry: TokenEntry): void {
    const { namespace } = entry;
    transaction.write(tokenRecord, tokenKey(namespace, entry.name), entry);
    const index = { accessor: entry.accessor, token: entry.name };
    transaction.write(accessorRecord, this.#accessorKey(namespace, entry.accessor), index);
    if (entry.parent) transaction.write(childRecord, childKey(namespace, entry.parent, entry.name), {});
    this.#expire(transaction, entry);
  }

  /** Rewrites the entry, moving its place in the expiry index. */
  change(transaction: Transaction, before: TokenEntry, after: TokenEntry): void {
    if (before.expiresAtMs > 0 && before.expiresAtMs !== after.expiresAtMs) {
      transaction.delete(expiryKey(before.expiresAtMs, "token", before.namespace, before.name));
    }
    transaction.write(tokenRecord, tokenKey(after.namespace, after.name), after);
    if (before.expiresAtMs !== after.expiresAtMs) this.#expire(transaction, after);
    if (before.parent && !after.parent)
      transaction.delete(childKey(before.namespace, before.parent, before.name));
  }

  /** The entry itself goes last in a batch: what is left after a crash is still found by it. */
  remove(transaction: Transaction, entry: TokenEntry): void {
    const { namespace } = entry;
    transaction.delete(this.#accessorKey(namespace, entry.accessor));
    if (entry.parent) transaction.delete(childKey(namespace, entry.parent, entry.name));
    if (entry.expiresAtMs > 0)
      transaction.delete(expiryKey(entry.expiresAtMs, "token", namespace, entry.name));
    transaction.delete(tokenKey(namespace, entry.name));
  }

  /** The entry of a token name; the transaction then depends on it. */
  byName(transaction: Transaction, namespace: string, name: string): TokenEntry | undefined {
    return transaction.read(tokenRecord, tokenKey(namespace, name));
  }

  byAccessor(transaction: Transaction, namespace: string, accessor: string): TokenEntry | undefined {
    const index = transaction.read(accessorRecord, this.#accessorKey(namespace, accessor));
    return index && this.byName(transaction, namespace, index.token);
  }

  /** Names of the tokens that `parent` made, some of them. */
  childrenOf(transaction: Transaction, parent: TokenEntry, limit: number): Promise<string[]> {
    return transaction.children(childKey(parent.namespace, parent.name, ""), { limit });
  }

  /** All accessors of a namespace, page by page. */
  async accessors(transaction: Transaction, namespace: string): Promise<string[]> {
    const prefix = storageKey("token-accessor", namespace, "");
    const accessors: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await transaction.children(prefix, { limit: 1000, ...(after !== undefined && { after }) });
      for (const name of page) {
        const index = transaction.read(accessorRecord, prefix + name);
        if (index) accessors.push(index.accessor);
      }
      after = page.at(-1);
      if (page.length < 1000) return accessors;
    }
  }

  #accessorKey(namespace: string, accessor: string): string {
    return storageKey("token-accessor", namespace, this.#namer.nameOf(utf8(accessor)));
  }

  #expire(transaction: Transaction, entry: TokenEntry): void {
    if (entry.expiresAtMs > 0) {
      const key = expiryKey(entry.expiresAtMs, "token", entry.namespace, entry.name);
      transaction.write(childRecord, key, {});
    }
  }
}

function childKey(namespace: string, parent: string, child: string): string {
  return storageKey("token-parent", namespace, `${parent}/${child}`);
}
