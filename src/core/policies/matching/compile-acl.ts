// Policies to one compiled set: templates rendered for the caller, rules for one and the same path merged.
import { DENY } from "../capability-set.ts";
import { renderTemplate, type TemplateContext } from "../document/path-template.ts";
import type { Rule } from "../document/rule.ts";
import { CompiledAcl } from "./compiled-acl.ts";
import { type Grant, mergeGrants } from "./grant.ts";
import { UnresolvedDeny } from "./unresolved-deny.ts";
import { hasWildcardSegment, type WildcardRule, wildcardRule } from "./wildcard-rule.ts";

/** @param templates undefined: nothing is known of the caller, and no template has a value */
export function compileAcl(rules: readonly Rule[], templates: TemplateContext | undefined): CompiledAcl {
  const prefixes = new Map<string, Grant>();
  const others = new Map<string, Grant>();
  const unresolvedDenies: UnresolvedDeny[] = [];
  for (const rule of rules) {
    const { pattern, capabilities } = rule;
    const text = renderTemplate(pattern.parts, templates);
    if (text !== undefined) add(pattern.isPrefix ? prefixes : others, text, rule);
    // A rule that would have granted something is dropped (vault-api.md §4.3).
    else if (capabilities === DENY) unresolvedDenies.push(new UnresolvedDeny(pattern));
  }
  return new CompiledAcl({ ...split(prefixes, others), unresolvedDenies });
}

function add(grants: Map<string, Grant>, text: string, grant: Grant): void {
  const other = grants.get(text);
  grants.set(text, other ? mergeGrants(other, grant) : grant);
}

function split(
  prefixes: ReadonlyMap<string, Grant>,
  others: ReadonlyMap<string, Grant>,
): { exact: Map<string, Grant>; wildcards: WildcardRule[] } {
  const exact = new Map<string, Grant>();
  const wildcards = [...prefixes].map(([text, grant]) => wildcardRule(text, true, grant));
  for (const [text, grant] of others) {
    if (hasWildcardSegment(text)) wildcards.push(wildcardRule(text, false, grant));
    else exact.set(text, grant);
  }
  return { exact, wildcards };
}
