// Tokens that a request names in its fields: by their id or accessor, as they are now. Looking uses none of their uses.
import type { Barrier } from "#barrier/barrier.ts";
import { utf8 } from "#base/bytes.ts";
import type { TokenEntry } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";
import { decodeBatchToken } from "./batch-token.ts";
import { BATCH_PREFIX, MAX_TOKEN_BYTES } from "./token-ids.ts";
import type { TokenNamer } from "./token-namer.ts";
import type { TokenRecords } from "./token-records.ts";
import { tokenProblem } from "./token-state.ts";

export class TokenFinder {
  readonly #barrier: Barrier;
  readonly #namer: TokenNamer;
  readonly #records: TokenRecords;

  constructor(barrier: Barrier, namer: TokenNamer, records: TokenRecords) {
    this.#barrier = barrier;
    this.#namer = namer;
    this.#records = records;
  }

  /** A good token. */
  byId(transaction: Transaction, namespace: string, id: string): TokenEntry | undefined {
    const entry = id.startsWith(BATCH_PREFIX)
      ? this.#batch(transaction, id)
      : this.storedById(transaction, namespace, id);
    return entry && tokenProblem(entry, transaction.nowMs) === undefined ? entry : undefined;
  }

  /** A service token, good or not. */
  storedById(transaction: Transaction, namespace: string, id: string): TokenEntry | undefined {
    if (id.length > MAX_TOKEN_BYTES) return undefined;
    return this.#records.byName(transaction, namespace, this.#namer.nameOf(utf8(id)));
  }

  /** A good token. */
  byAccessor(transaction: Transaction, namespace: string, accessor: string): TokenEntry | undefined {
    const entry = this.storedByAccessor(transaction, namespace, accessor);
    return entry && tokenProblem(entry, transaction.nowMs) === undefined ? entry : undefined;
  }

  /** A service token, good or not. */
  storedByAccessor(transaction: Transaction, namespace: string, accessor: string): TokenEntry | undefined {
    if (accessor.length > MAX_TOKEN_BYTES) return undefined;
    const name = this.#records.nameOfAccessor(transaction, namespace, accessor);
    return name === undefined ? undefined : this.#records.byName(transaction, namespace, name);
  }

  /** A batch token holds only while its parent does. */
  #batch(transaction: Transaction, id: string): TokenEntry | undefined {
    const entry = id.length > MAX_TOKEN_BYTES ? undefined : decodeBatchToken(this.#barrier, id);
    if (!entry?.parent) return entry;
    const parent = this.#records.byName(transaction, entry.namespace, entry.parent);
    return parent && holdsBatch(parent, entry, transaction.nowMs) ? entry : undefined;
  }
}

/** Whether `parent` is the one that made the batch token, and good. */
export function holdsBatch(parent: TokenEntry, batch: TokenEntry, nowMs: number): boolean {
  return parent.accessor === batch.parentAccessor && tokenProblem(parent, nowMs) === undefined;
}
