// Whether a request that has the capability also meets what the rule demands of it (vault-api.md §4.2).
import { jsonOf } from "#contract/fields/scalars.ts";
import type { Parameter } from "#contract/request.ts";
import type { AclQuestion } from "../../acl.ts";
import type { Constraints, ParameterValue } from "../document/rule.ts";
import { isAmong } from "./same-value.ts";

const ANY_NAME = "*";

export function meetsConstraints(constraints: Constraints, question: AclQuestion): boolean {
  if (!meetsWrappingTtl(constraints, question.wrapTtlSeconds)) return false;
  const { operation, parameters } = question;
  if (operation === "list" || operation === "delete") return true;
  return meetsParameters(constraints, parameters);
}

/** A bound makes wrapping mandatory. Bounds that merging has crossed let nothing through. */
function meetsWrappingTtl(constraints: Constraints, ttlSeconds: number | undefined): boolean {
  const { minWrappingTtlSeconds: min, maxWrappingTtlSeconds: max } = constraints;
  if (min === 0 && max === 0) return true;
  if (ttlSeconds === undefined || ttlSeconds < min) return false;
  return max === 0 || ttlSeconds <= max;
}

function meetsParameters(constraints: Constraints, parameters: ReadonlyMap<string, Parameter>): boolean {
  // Handlers know parameters by their exact name: another spelling does not make up for a missing one.
  for (const name of constraints.required) if (!parameters.has(name)) return false;
  if (parameters.size === 0) return true;
  const { allowed, denied } = constraints;
  if (denied.has(ANY_NAME)) return false;
  const isAnyNameAllowed = allowed.size === 0 || allowed.has(ANY_NAME);
  for (const [name, parameter] of parameters) {
    const key = name.toLowerCase();
    if (isRefused(denied.get(key), parameter)) return false;
    const accepted = allowed.get(key);
    if (accepted === undefined ? !isAnyNameAllowed : !isAccepted(accepted, parameter)) return false;
  }
  return true;
}

type Values = readonly ParameterValue[];

function isRefused(values: Values | undefined, parameter: Parameter): boolean {
  return values !== undefined && (values.length === 0 || isAmong(jsonOf(parameter), values));
}

function isAccepted(values: Values, parameter: Parameter): boolean {
  return values.length === 0 || isAmong(jsonOf(parameter), values);
}
