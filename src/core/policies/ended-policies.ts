// Takes ended policies out of storage: they are without effect already, and would be listed and counted for ever.
import type { Transactor } from "../transactor.ts";
import type { Policies } from "./policies.ts";
import { removeEndedPolicies } from "./policy-store.ts";

const BATCH = 100;

/** @returns how many */
export async function sweepEndedPolicies(
  { transactor, policies }: { transactor: Transactor; policies: Pick<Policies, "inForce"> },
  namespace: string,
): Promise<number> {
  const isInForce = (name: string): boolean => policies.inForce(namespace, name) !== undefined;
  for (let total = 0; ; ) {
    const { result } = await transactor.run((transaction) =>
      removeEndedPolicies(transaction, namespace, { isInForce, limit: BATCH }),
    );
    total += result;
    if (result < BATCH) return total;
  }
}
