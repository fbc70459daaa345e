// An engine's storage as a chroot over the transaction: whatever an engine asks for lies under its mount's prefix.
import type { RecordKind } from "#contract/record.ts";
import type { ListOptions, View } from "#contract/view.ts";
import type { StateCache } from "./state-cache.ts";
import type { Transaction } from "./transaction.ts";

/** A list without a limit of its own stops here; nothing is left out in silence (see `TransactionView.list`). */
const LIST_PAGE = 10_000;

/** A view whose reads go to storage. */
export class TransactionView implements View {
  protected readonly transaction: Transaction;
  protected readonly prefix: string;

  /** @param prefix with trailing slash */
  constructor(transaction: Transaction, prefix: string) {
    this.transaction = transaction;
    this.prefix = prefix;
  }

  get(key: string): Uint8Array | undefined {
    return this.transaction.get(this.prefix + key);
  }

  read<T>(kind: RecordKind<T>, key: string): T | undefined {
    return this.transaction.read(kind, this.prefix + key);
  }

  put(key: string, value: Uint8Array): void {
    this.transaction.put(this.prefix + key, value);
  }

  write<T>(kind: RecordKind<T>, key: string, value: T): void {
    this.transaction.write(kind, this.prefix + key, value);
  }

  delete(key: string): void {
    this.transaction.delete(this.prefix + key);
  }

  /** All names, page by page, unless the caller gives a limit. */
  async list(prefix: string, options: ListOptions = {}): Promise<string[]> {
    const names: string[] = [];
    let after = options.after;
    for (;;) {
      const limit = Math.min(LIST_PAGE, (options.limit ?? Number.POSITIVE_INFINITY) - names.length);
      if (limit <= 0) return names;
      const from = after === undefined ? { limit } : { limit, after };
      const page = await this.transaction.children(this.prefix + prefix, from);
      names.push(...page);
      after = page.at(-1);
      if (page.length < limit) return names;
    }
  }

  below(prefix: string): View {
    return new TransactionView(this.transaction, this.prefix + prefix);
  }
}

/** A view whose `read` is answered from this thread's cache. */
export class CachedView extends TransactionView {
  readonly #cache: StateCache;

  constructor(transaction: Transaction, prefix: string, cache: StateCache) {
    super(transaction, prefix);
    this.#cache = cache;
  }

  override read<T>(kind: RecordKind<T>, key: string): T | undefined {
    const full = this.prefix + key;
    if (this.transaction.hasWritten(full)) return this.transaction.read(kind, full);
    const { value, version } = this.#cache.read(kind, full);
    this.transaction.require(full, version);
    return value;
  }

  override below(prefix: string): View {
    return new CachedView(this.transaction, this.prefix + prefix, this.#cache);
  }
}
