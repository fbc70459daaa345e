// Changes of stored policies. Each bumps the guard in the same transaction, after the policy itself: whoever sees the
// new guard sees the new policy.

import { DEFAULT_POLICY } from "../policy-names.ts";
import type { Transaction } from "../transaction.ts";
import { DEFAULT_POLICY_TEXT } from "./built-in-policies.ts";
import {
  POLICIES_GUARD,
  type PolicyRecord,
  policiesGuardRecord,
  policyKey,
  policyPrefix,
  policyRecord,
} from "./policy-record.ts";

const PAGE = 1000;

/** What is stored and has not ended; the write that follows depends on it. */
export function readForChange(
  transaction: Transaction,
  namespace: string,
  name: string,
): PolicyRecord | undefined {
  const record = transaction.read(policyRecord, policyKey(namespace, name));
  return record && !hasEnded(record, transaction.nowMs) ? record : undefined;
}

export function writePolicy(transaction: Transaction, namespace: string, record: PolicyRecord): void {
  transaction.write(policyRecord, policyKey(namespace, record.name), record);
  bumpGuard(transaction);
}

/** Nothing happens where there is none. */
export function deletePolicy(transaction: Transaction, namespace: string, name: string): void {
  const key = policyKey(namespace, name);
  if (!transaction.get(key)) return;
  transaction.delete(key);
  bumpGuard(transaction);
}

/** For the initialisation of a cluster. */
export function writeDefaultPolicy(transaction: Transaction, namespace: string): void {
  writePolicy(transaction, namespace, {
    name: DEFAULT_POLICY,
    text: DEFAULT_POLICY_TEXT,
    version: 1,
    casRequired: false,
    modifiedAtMs: transaction.nowMs,
  });
}

/** Names of stored policies below `prefix`, which is empty or ends in `/`; in order, ended ones included. */
export async function storedNames(
  transaction: Transaction,
  namespace: string,
  prefix: string,
): Promise<string[]> {
  const names: string[] = [];
  const folders = [prefix];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const child of childrenOf(transaction, policyPrefix(namespace) + folder)) {
      (child.endsWith("/") ? folders : names).push(folder + child);
    }
  }
  return names.sort();
}

async function* childrenOf(transaction: Transaction, prefix: string): AsyncIterable<string> {
  let after: string | undefined;
  do {
    const range = after === undefined ? { limit: PAGE } : { limit: PAGE, after };
    const page = await transaction.children(prefix, range);
    yield* page;
    after = page.length < PAGE ? undefined : page.at(-1);
  } while (after !== undefined);
}

/**
 * Takes up to `limit` ended policies out of storage: they are without effect already.
 * @param isInForce from this thread's cache, so that the write does not come to depend on every policy there is
 * @returns how many
 */
export async function removeEndedPolicies(
  transaction: Transaction,
  namespace: string,
  { isInForce, limit }: { isInForce(name: string): boolean; limit: number },
): Promise<number> {
  let removed = 0;
  for (const name of await storedNames(transaction, namespace, "")) {
    if (isInForce(name) || readForChange(transaction, namespace, name)) continue;
    deletePolicy(transaction, namespace, name);
    if (++removed === limit) break;
  }
  return removed;
}

function hasEnded(record: PolicyRecord, nowMs: number): boolean {
  return record.expiresAtMs !== undefined && nowMs >= record.expiresAtMs;
}

function bumpGuard(transaction: Transaction): void {
  transaction.requireUnchanged(POLICIES_GUARD);
  transaction.write(policiesGuardRecord, POLICIES_GUARD, {});
}
