// The policies' face: which rules hold for a caller, and what a write that they allowed must find unchanged.

import { ROOT_NAMESPACE } from "#base/namespace.ts";
import type { Acl } from "../acl.ts";
import { ROOT_POLICY } from "../policy-names.ts";
import type { CachedRecord, StateCache } from "../state-cache.ts";
import { AclCache, type CachedAcl } from "./acl-cache.ts";
import { fixedPolicy } from "./built-in-policies.ts";
import type { TemplateContext } from "./document/path-template.ts";
import { POLICY_LIMITS } from "./document/policy-limits.ts";
import type { Rule } from "./document/rule.ts";
import { compileAcl } from "./matching/compile-acl.ts";
import { CLOSED_ACL, ROOT_ACL } from "./matching/fixed-acls.ts";
import { type LibraryOptions, PolicyLibrary } from "./policy-library.ts";
import {
  POLICIES_GUARD,
  type PolicyRecord,
  policiesGuardRecord,
  policyKey,
  policyRecord,
} from "./policy-record.ts";

export interface PoliciesOptions extends LibraryOptions {
  cache: StateCache;
  /** Log time now: what decides whether a policy has ended. */
  logTimeMs(): number;
}

interface Compiled extends CachedAcl {
  readonly isTemplated: boolean;
}

const NEVER = Number.POSITIVE_INFINITY;

export class Policies {
  readonly #options: PoliciesOptions;
  readonly #library: PolicyLibrary;
  readonly #sets = new AclCache<Compiled>();
  /** Whose version vouches for every set that is kept. */
  #guard: CachedRecord<unknown> | undefined;

  constructor(options: PoliciesOptions) {
    this.#options = options;
    this.#library = new PolicyLibrary(options);
    options.cache.onChange("policy", (key) => this.#changed(key));
  }

  /**
   * The rules of a caller's policies; names that no policy has grant nothing.
   * @param names normalised
   * @param templates what is known of the caller's identity
   * @throws VaultError sealed
   */
  aclFor(names: readonly string[], templates?: TemplateContext): Acl {
    this.#holdGuard();
    if (names.includes(ROOT_POLICY)) return this.#rootAcl(names);
    const known = this.#sets.get(ROOT_NAMESPACE, names);
    const set = known && this.#options.logTimeMs() < known.expiresAtMs ? known : this.#compileAndKeep(names);
    return templates && set.isTemplated ? this.#compile(names, templates).acl : set.acl;
  }

  /** What must still hold when a request is written that the last `aclFor` allowed: call both in one step. */
  authority(): { key: string; version: number } {
    if (!this.#guard) this.#holdGuard();
    return { key: POLICIES_GUARD, version: this.#guard?.version ?? 0 };
  }

  /** Whether a policy of that name is in force. @param name normalised */
  exists(name: string): boolean {
    return this.inForce(ROOT_NAMESPACE, name) !== undefined;
  }

  /** The policy as it may be shown. @param name normalised */
  inForce(namespace: string, name: string): PolicyRecord | undefined {
    const fixed = fixedPolicy(name);
    if (fixed) return fixed;
    const { value } = this.#options.cache.read(policyRecord, policyKey(namespace, name));
    return value && this.#options.logTimeMs() < (value.expiresAtMs ?? NEVER) ? value : undefined;
  }

  /** The guard is read before any policy: a set may be newer than what vouches for it, never older. */
  #holdGuard(): void {
    const guard = this.#options.cache.read(policiesGuardRecord, POLICIES_GUARD);
    if (guard === this.#guard) return;
    if (guard.version !== this.#guard?.version) this.#sets.clear();
    this.#guard = guard;
  }

  #changed(key: string | undefined): void {
    this.#sets.clear();
    if (key === undefined) this.#library.clear();
  }

  /** `root` stands alone (vault-api.md §4.1.8): among others it came in by a side door. */
  #rootAcl(names: readonly string[]): Acl {
    if (names.length === 1) return ROOT_ACL;
    this.#options.logger.error("root is among other policies: the request is refused");
    return CLOSED_ACL;
  }

  #compileAndKeep(names: readonly string[]): Compiled {
    const set = this.#compile(names, undefined);
    this.#sets.set(ROOT_NAMESPACE, names, set);
    return set;
  }

  #compile(names: readonly string[], templates: TemplateContext | undefined): Compiled {
    const gathered = this.#gather(names);
    if (!gathered) return { acl: CLOSED_ACL, expiresAtMs: NEVER, ruleCount: 0, isTemplated: false };
    const { rules, expiresAtMs, isTemplated } = gathered;
    return { acl: compileAcl(rules, templates), expiresAtMs, ruleCount: rules.length, isTemplated };
  }

  /** All rules of the policies in force; `undefined` when they can not all be had. */
  #gather(
    names: readonly string[],
  ): { rules: Rule[]; expiresAtMs: number; isTemplated: boolean } | undefined {
    const nowMs = this.#options.logTimeMs();
    const rules: Rule[] = [];
    let expiresAtMs = NEVER;
    let isTemplated = false;
    for (const name of names) {
      const entry = this.#library.find(ROOT_NAMESPACE, name);
      if (!entry || nowMs >= entry.expiresAtMs) continue;
      const { parsed } = entry;
      if (!parsed || rules.length + parsed.rules.length > POLICY_LIMITS.maxRulesOfSet) {
        this.#options.logger.error("a caller's policies can not be used", {
          policy: name,
          rules: rules.length,
        });
        return undefined;
      }
      for (const rule of parsed.rules) rules.push(rule);
      expiresAtMs = Math.min(expiresAtMs, entry.expiresAtMs);
      isTemplated ||= parsed.isTemplated;
    }
    return { rules, expiresAtMs, isTemplated };
  }
}
