// The rules of one caller's policies, compiled: which single rule decides about a path (vault-api.md §4.1), and what it
// says. Nothing here allocates on the way to a plain yes or no, but for the second look at a list without its slash.
import type { Capability } from "#contract/operation.ts";
import type { Acl, AclQuestion } from "../../acl.ts";
import { bitOfOperation, grantsSomething, NOTHING, SUDO, wordsOf } from "../capability-set.ts";
import type { Grant } from "./grant.ts";
import { meetsConstraints } from "./meets-constraints.ts";
import type { UnresolvedDeny } from "./unresolved-deny.ts";
import { countUpTo, WildcardIndex } from "./wildcard-index.ts";
import type { WildcardRule } from "./wildcard-rule.ts";

export interface AclRules {
  readonly exact: ReadonlyMap<string, Grant>;
  readonly wildcards: readonly WildcardRule[];
  readonly unresolvedDenies: readonly UnresolvedDeny[];
}

export class CompiledAcl implements Acl {
  readonly isRoot = false;
  readonly rules: AclRules;
  readonly #wildcards: WildcardIndex;
  /** Exact paths where something may be done, in order; made when first asked for. */
  #openPaths: readonly string[] | undefined;

  constructor(rules: AclRules) {
    this.rules = rules;
    this.#wildcards = new WildcardIndex(rules.wildcards);
  }

  allows(question: AclQuestion): boolean {
    const { operation, path } = question;
    if (operation === "help") return true;
    const grant = operation === "list" ? this.#forList(path) : this.#find(path);
    if (!grant) return false;
    const needed = bitOfOperation(operation) | (question.needsSudo ? SUDO : NOTHING);
    if ((grant.capabilities & needed) !== needed) return false;
    if (this.#isDeniedByTemplate(path)) return false;
    return grant.constraints === undefined || meetsConstraints(grant.constraints, question);
  }

  /** Looked up as a list is, so that a folder's answer does not hang on its slash. */
  capabilities(path: string): Capability[] {
    let start = 0;
    while (path[start] === "/") start++;
    const asked = path.slice(start);
    if (this.#isDeniedByTemplate(asked)) return ["deny"];
    return wordsOf(this.#forList(asked)?.capabilities ?? NOTHING);
  }

  mayReachBelow(prefix: string): boolean {
    const here = this.#forList(prefix);
    if (here && grantsSomething(here.capabilities)) return true;
    this.#openPaths ??= openPathsOf(this.rules.exact);
    const next = this.#openPaths[countUpTo(this.#openPaths, prefix)];
    return next?.startsWith(prefix) || this.#wildcards.reachesBelow(prefix);
  }

  #find(path: string): Grant | undefined {
    return this.rules.exact.get(path) ?? this.#wildcards.find(path);
  }

  /** With its slash first, so that a deny on what lies below is not missed (CVE-2026-12624). */
  #forList(path: string): Grant | undefined {
    const exact = this.rules.exact.get(path);
    if (exact || !path.endsWith("/")) return exact ?? this.#wildcards.find(path);
    const bare = path.slice(0, -1);
    return this.rules.exact.get(bare) ?? this.#wildcards.find(path) ?? this.#wildcards.find(bare);
  }

  #isDeniedByTemplate(path: string): boolean {
    const { unresolvedDenies } = this.rules;
    if (unresolvedDenies.length === 0) return false;
    const bare = path.endsWith("/") ? path.slice(0, -1) : path;
    return unresolvedDenies.some((deny) => deny.covers(path) || deny.covers(bare));
  }
}

function openPathsOf(exact: ReadonlyMap<string, Grant>): readonly string[] {
  return [...exact]
    .filter(([, grant]) => grantsSomething(grant.capabilities))
    .map(([path]) => path)
    .sort();
}
