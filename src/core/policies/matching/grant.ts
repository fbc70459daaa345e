// What the policies of one caller say of one path, all rules for that path together (vault-api.md §4.1.6).
import { type CapabilitySet, DENY, unite } from "../capability-set.ts";
import type { Constraints, ParameterValues } from "../document/rule.ts";

export interface Grant {
  readonly capabilities: CapabilitySet;
  readonly constraints: Constraints | undefined;
}

/** A deny in either leaves nothing but the deny. */
export function mergeGrants(a: Grant, b: Grant): Grant {
  const capabilities = unite(a.capabilities, b.capabilities);
  if (capabilities === DENY) return { capabilities, constraints: undefined };
  return { capabilities, constraints: mergeConstraints(a.constraints, b.constraints) };
}

function mergeConstraints(a: Constraints | undefined, b: Constraints | undefined): Constraints | undefined {
  if (!a || !b) return a ?? b;
  return {
    allowed: mergeValues(a.allowed, b.allowed),
    denied: mergeValues(a.denied, b.denied),
    required: a.required.union(b.required),
    minWrappingTtlSeconds: smallerBound(a.minWrappingTtlSeconds, b.minWrappingTtlSeconds),
    maxWrappingTtlSeconds: smallerBound(a.maxWrappingTtlSeconds, b.maxWrappingTtlSeconds),
  };
}

/** Per parameter; no values means any value, and that wins. */
function mergeValues(a: ParameterValues, b: ParameterValues): ParameterValues {
  if (a.size === 0) return b;
  const merged = new Map(a);
  for (const [name, values] of b) {
    const other = merged.get(name);
    if (other === undefined || values.length === 0) merged.set(name, values);
    else if (other.length > 0) merged.set(name, [...other, ...values]);
  }
  return merged;
}

/** 0 is no bound. */
function smallerBound(a: number, b: number): number {
  return a === 0 || b === 0 ? a + b : Math.min(a, b);
}
