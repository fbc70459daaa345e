// sys/internal/ui/resultant-acl: the caller's own rules, for user interfaces.
import type { JsonObject, JsonValue } from "#base/json/raw-json.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Acl } from "../../acl.ts";
import { systemPath, systemReads } from "../../system-path.ts";
import { wordsOf } from "../capability-set.ts";
import type { Constraints, ParameterValue, ParameterValues } from "../document/rule.ts";
import { CompiledAcl } from "../matching/compiled-acl.ts";
import type { Grant } from "../matching/grant.ts";

/** Not §4.2's: this path has an order of its own. */
const ORDER = ["create", "delete", "list", "read", "sudo", "update", "patch", "deny"];

export function resultantAclPath(): AnyPath<unknown> {
  return systemPath({
    pattern: "internal/ui/resultant-acl",
    fields: {},
    summary: "The caller's own rules.",
    operations: { read: systemReads(({ acl }) => acl && { data: describe(acl) }) },
  });
}

function describe(acl: Acl): JsonObject {
  if (acl.isRoot) return { root: true };
  const exact: Record<string, JsonValue> = Object.create(null);
  const glob: Record<string, JsonValue> = Object.create(null);
  if (acl instanceof CompiledAcl) {
    for (const [path, grant] of acl.rules.exact) exact[path] = describeGrant(grant);
    // Rules with `+` have no place in this answer, neither here nor in Vault's.
    for (const { pieces, text, grant } of acl.rules.wildcards) {
      if (pieces.length === 0) glob[text] = describeGrant(grant);
    }
  }
  return { root: false, exact_paths: exact as JsonObject, glob_paths: glob as JsonObject };
}

function describeGrant({ capabilities, constraints }: Grant): JsonObject {
  const words = wordsOf(capabilities).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return { capabilities: words, ...(constraints && describeConstraints(constraints)) };
}

/** TTLs in whole seconds, never looser than they are. */
function describeConstraints(constraints: Constraints): JsonObject {
  const { allowed, denied, required, minWrappingTtlSeconds: min, maxWrappingTtlSeconds: max } = constraints;
  return {
    ...(allowed.size > 0 && { allowed_parameters: describeValues(allowed) }),
    ...(denied.size > 0 && { denied_parameters: describeValues(denied) }),
    ...(required.size > 0 && { required_parameters: [...required] }),
    ...(min > 0 && { min_wrapping_ttl: Math.ceil(min) }),
    ...(max > 0 && { max_wrapping_ttl: Math.floor(max) }),
  };
}

function describeValues(values: ParameterValues): JsonObject {
  const described: Record<string, readonly ParameterValue[]> = Object.create(null);
  for (const [name, listed] of values) described[name] = listed;
  return described;
}
