// Policies without a language: `{ "kv/*": ["read"] }`. An exact path beats a prefix, a longer prefix a shorter one.
// Stands in for core/policies where a test is about something else.
import type { Capability } from "#contract/operation.ts";
import type { Acl, AclQuestion } from "#core/acl.ts";

export type Rules = Readonly<Record<string, readonly Capability[]>>;

const ORDER: readonly Capability[] = ["sudo", "read", "list", "update", "delete", "create", "patch"];

export class SimplePolicies {
  readonly #rules = new Map<string, Rules>();

  constructor(policies: Readonly<Record<string, Rules>> = {}) {
    for (const [name, rules] of Object.entries(policies)) this.set(name, rules);
  }

  set(name: string, rules: Rules): void {
    this.#rules.set(name, rules);
  }

  exists(name: string): boolean {
    return name === "root" || name === "default" || this.#rules.has(name);
  }

  /** Not stored, so always at version 0: "there is no such key". */
  authority(): { key: string; version: number } {
    return { key: "guard/root/policies", version: 0 };
  }

  aclFor(names: readonly string[]): Acl {
    return new SimpleAcl(
      names.includes("root"),
      names.flatMap((name) => Object.entries(this.#rules.get(name) ?? {})),
    );
  }
}

class SimpleAcl implements Acl {
  readonly isRoot: boolean;
  readonly #rules: readonly (readonly [string, readonly Capability[]])[];

  constructor(isRoot: boolean, rules: readonly (readonly [string, readonly Capability[]])[]) {
    this.isRoot = isRoot;
    this.#rules = rules;
  }

  allows({ operation, path, needsSudo }: AclQuestion): boolean {
    if (this.isRoot || operation === "help") return true;
    const granted = this.#granted(path);
    return granted.has(operation) && (!needsSudo || granted.has("sudo"));
  }

  capabilities(path: string): Capability[] {
    if (this.isRoot) return ["root"];
    const granted = this.#granted(path);
    const found = ORDER.filter((capability) => granted.has(capability));
    return found.length === 0 ? ["deny"] : found;
  }

  mayReachBelow(prefix: string): boolean {
    return (
      this.isRoot || this.#rules.some(([path]) => path.startsWith(prefix) || prefix.startsWith(stem(path)))
    );
  }

  #granted(path: string): Set<Capability> {
    const matching = this.#rules.filter(
      ([rule]) => rule === path || (rule.endsWith("*") && path.startsWith(stem(rule))),
    );
    const best = matching.reduce((longest, [rule]) => Math.max(longest, weight(rule)), 0);
    const granted = new Set(matching.filter(([rule]) => weight(rule) === best).flatMap(([, given]) => given));
    return granted.has("deny") ? new Set() : granted;
  }
}

function stem(rule: string): string {
  return rule.endsWith("*") ? rule.slice(0, -1) : rule;
}

function weight(rule: string): number {
  return rule.endsWith("*") ? rule.length : Number.MAX_SAFE_INTEGER;
}
