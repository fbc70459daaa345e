// sys/internal/counters: how many there are of what is stored, counted when asked. And sys/experiments: there are none.
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { VaultError } from "#base/vault-error.ts";
import type { AnyPath } from "#contract/path.ts";
import { systemPath, systemReads } from "../system-path.ts";
import { tokenKey } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";

/** Keys that are listed at once. */
const PAGE = 10_000;

export function counterPaths(): AnyPath<unknown>[] {
  const read = systemReads;
  return [
    systemPath({
      pattern: "internal/counters/requests",
      fields: {},
      summary: "Removed.",
      operations: {
        read: read(() => {
          throw new VaultError("not_found", "The functionality has been removed on this path");
        }),
      },
    }),
    systemPath({
      pattern: "internal/counters/tokens",
      fields: {},
      summary: "How many service tokens there are.",
      operations: {
        read: read(async ({ transaction }) => {
          const total = await countKeys(transaction, tokenKey(ROOT_NAMESPACE, ""));
          return { data: { counters: { service_tokens: { total } } } };
        }),
      },
    }),
    systemPath({
      pattern: "internal/counters/entities",
      fields: {},
      summary: "How many entities there are.",
      // Until there is identity, none can be made.
      operations: { read: read(() => ({ data: { counters: { entities: { total: 0 } } } })) },
    }),
    systemPath({
      pattern: "experiments",
      fields: {},
      summary: "Experiments that this server offers.",
      operations: { read: read(() => ({ data: { enabled: [], available: [] } })) },
    }),
  ];
}

async function countKeys(transaction: Transaction, prefix: string): Promise<number> {
  let total = 0;
  for (let after: string | undefined; ; ) {
    const page = await transaction.keys(prefix, PAGE, after);
    total += page.length;
    if (page.length < PAGE) return total;
    after = page.at(-1);
  }
}
