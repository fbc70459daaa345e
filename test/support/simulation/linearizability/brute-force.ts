// The slowest checker there is, straight from the definition (Herlihy and Wing 1990): is there any order of the
// operations, with any of the unknown ones left out, that respects real time and makes every answer right?
import type { Operation } from "../clients/operation.ts";

export function isLinearizableByForce(operations: readonly Operation[], state = 0): boolean {
  const known = operations.filter(({ endedAt }) => endedAt !== Number.POSITIVE_INFINITY);
  if (known.length === 0) return true;
  for (const first of operations) {
    if (operations.some((other) => other.endedAt < first.begunAt)) continue;
    const after = effect(first, state);
    if (after === undefined) continue;
    if (
      isLinearizableByForce(
        operations.filter((other) => other !== first),
        after,
      )
    ) {
      return true;
    }
  }
  return false;
}

function effect({ kind, expected, value }: Operation, state: number): number | undefined {
  if (kind === "write") return value;
  if (kind === "read") return state === value ? state : undefined;
  return state === expected ? value : undefined;
}
