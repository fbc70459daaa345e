// Works through a batch, writing the results as it goes. Thousands of items give way to other requests now and then.
import type { RawJson } from "#base/json/raw-json.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import { JsonBytes } from "#kit/json/json-bytes.ts";
import { nextTurn } from "#kit/next-turn.ts";
import type { BatchItem, ItemFields } from "./batch-fields.ts";

export interface BatchWork<F extends ItemFields, R> {
  /** @throws VaultError what is wrong with this item */
  run(values: BatchItem<F>["values"]): MaybePromise<R>;
  /** Writes the result's members. */
  write(out: JsonBytes, result: R): void;
  /** Members that stand beside an error, with a comma after them. */
  besideError?: string;
}

export interface BatchResults {
  results: RawJson;
  failed: number;
}

/** Items between two looks at what else is to be done: some 2 ms. */
const ITEMS_A_TURN = 256;
const BYTES_AN_ITEM = 160;

export async function runBatch<F extends ItemFields, R>(
  items: readonly BatchItem<F>[],
  work: BatchWork<F, R>,
): Promise<BatchResults> {
  const out = new JsonBytes(items.length * BYTES_AN_ITEM);
  let failed = 0;
  for (const [at, item] of items.entries()) {
    if (at > 0 && at % ITEMS_A_TURN === 0) await nextTurn();
    out.literal(at === 0 ? "[{" : "},{");
    try {
      if (item.problem !== undefined) throw new VaultError("invalid_request", item.problem);
      const result = work.run(item.values);
      work.write(out, result instanceof Promise ? await result : result);
    } catch (error) {
      failed++;
      out
        .literal(work.besideError ?? "")
        .literal('"error":')
        .text(messageOf(error));
    }
    out.literal(',"reference":');
    if (item.reference) out.raw(item.reference);
    else out.literal('""');
  }
  return { results: out.literal("}]").finish(), failed };
}

/** What went wrong on our side is not the item's. */
function messageOf(error: unknown): string {
  if (error instanceof VaultError && error.code === "invalid_request") return error.message;
  throw error;
}
