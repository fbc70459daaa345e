// Which policies a new token gets (vault-api.md §4.5). Pure: names in, names out, all normalised before.
import { VaultError } from "#base/vault-error.ts";
import {
  DEFAULT_POLICY,
  type GrantablePolicyNames,
  normalizePolicyNames,
  type PolicyNames,
  ROOT_POLICY,
  refuseRoot,
} from "../policy-names.ts";
import type { TokenRole } from "./token-role.ts";
import type { RootPolicies } from "./token-spec.ts";

export interface PolicyWish {
  /** Undefined: none were named. */
  requested: PolicyNames | undefined;
  noDefaultPolicy: boolean;
  /** The parent token's own; those of its identity do not count. */
  parent: readonly string[];
  /** The caller has `sudo` on the path. */
  isSudo: boolean;
  role: TokenRole | undefined;
}

const ROOT_ONLY: RootPolicies = [ROOT_POLICY];

/** @throws VaultError invalid_request */
export function decidePolicies(wish: PolicyWish): GrantablePolicyNames | RootPolicies {
  const wanted = wish.role && hasLists(wish.role) ? byRole(wish, wish.role) : byParent(wish);
  if (!wanted.includes(ROOT_POLICY)) return refuseRoot(wanted);
  if (!wish.parent.includes(ROOT_POLICY)) {
    throw refuse("root tokens may not be created without parent token being root");
  }
  if (wish.role) throw refuse("root tokens may not be created by means of a token role");
  return ROOT_ONLY;
}

function hasLists(role: TokenRole): boolean {
  return hasAllowed(role) || role.disallowedPolicies.length > 0 || role.disallowedPoliciesGlob.length > 0;
}

function hasAllowed(role: TokenRole): boolean {
  return role.allowedPolicies.length > 0 || role.allowedPoliciesGlob.length > 0;
}

/** Without sudo a child has no more than its parent. */
function byParent(wish: PolicyWish): PolicyNames {
  const { requested, parent, isSudo } = wish;
  if (!isSudo && requested && !requested.every((name) => parent.includes(name))) {
    throw refuse("child policies must be subset of parent");
  }
  const wanted = requested ?? parent;
  if (wish.noDefaultPolicy || wish.role?.noDefaultPolicy) {
    return names(
      wanted.filter((name) => name !== DEFAULT_POLICY),
      false,
    );
  }
  return names(wanted, isSudo || parent.includes(DEFAULT_POLICY));
}

/** The role's lists stand in for the parent's policies. */
function byRole(wish: PolicyWish, role: TokenRole): PolicyNames {
  const isAllowed = hasAllowed(role);
  const wantsDefault = !wish.noDefaultPolicy && !role.noDefaultPolicy && !isDisallowed(role, DEFAULT_POLICY);
  const wanted = names(wish.requested ?? (isAllowed ? role.allowedPolicies : wish.parent), wantsDefault);
  if (isAllowed) demandAllowed(role, wanted, names(role.allowedPolicies, wantsDefault));
  const refused = wanted.find((name) => isDisallowed(role, name));
  if (refused !== undefined) throw refuse(`token policy ${quoted(refused)} is disallowed by this role`);
  return wanted;
}

function demandAllowed(role: TokenRole, wanted: PolicyNames, allowed: PolicyNames): void {
  const globs = role.allowedPoliciesGlob;
  if (wanted.every((name) => allowed.includes(name) || globs.some((glob) => matchesGlob(glob, name)))) return;
  throw refuse(
    `token policies (${list(wanted)}) must be subset of the role's allowed policies (${list(allowed)}) or glob policies (${list(globs)})`,
  );
}

function isDisallowed(role: TokenRole, name: string): boolean {
  return (
    role.disallowedPolicies.includes(name) ||
    role.disallowedPoliciesGlob.some((glob) => matchesGlob(glob, name))
  );
}

/** `*` stands for any letters at either end of a glob, and for itself elsewhere. */
export function matchesGlob(glob: string, name: string): boolean {
  const isOpenBefore = glob.startsWith("*");
  const isOpenAfter = glob.endsWith("*");
  const core = glob.slice(isOpenBefore ? 1 : 0, isOpenAfter && glob.length > 1 ? -1 : undefined);
  if (isOpenBefore && isOpenAfter) return name.includes(core);
  if (isOpenBefore) return name.endsWith(core);
  return isOpenAfter ? name.startsWith(core) : name === core;
}

/** `root` stands alone (vault-api.md §4.1.8). */
function names(wanted: readonly string[], withDefault: boolean): PolicyNames {
  if (wanted.includes(ROOT_POLICY)) return normalizePolicyNames(ROOT_ONLY);
  return normalizePolicyNames(withDefault ? [...wanted, DEFAULT_POLICY] : wanted);
}

function list(items: readonly string[]): string {
  return `[${items.map(quoted).join(" ")}]`;
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
