// Fields of auth/token/roles/<name>: what is given changes the role, the rest stays. Some have an older name, which is
// taken too and then shown too (vault-api.md §1.7).
import { VaultError } from "#base/vault-error.ts";
import { textList } from "#contract/fields/collections.ts";
import type { FieldValues } from "#contract/fields/field.ts";
import { boolean, integer, seconds, text } from "#contract/fields/scalars.ts";
import { normalizePolicyNames, refuseRoot } from "../policy-names.ts";
import { parseCidrs } from "./bound-cidrs.ts";
import type { OldRoleField, TokenRole } from "./token-role.ts";

export const ROLE_FIELDS = {
  role_name: text("Name of the role."),
  allowed_policies: textList("Policies that its tokens may have, instead of the parent's."),
  disallowed_policies: textList("Policies that its tokens may not have."),
  allowed_policies_glob: textList("Like allowed_policies, with * at either end of a name."),
  disallowed_policies_glob: textList("Like disallowed_policies, with * at either end of a name."),
  orphan: boolean("Its tokens have no parent."),
  renewable: boolean("Its tokens can be renewed. Default: true."),
  path_suffix: text("Appended to the path that its tokens show."),
  allowed_entity_aliases: textList("Entity aliases that its tokens may be made for."),
  token_bound_cidrs: textList("Addresses that its tokens may be used from."),
  bound_cidrs: textList("Old name of token_bound_cidrs."),
  token_explicit_max_ttl: seconds("Time after which its tokens end whatever their renewals."),
  explicit_max_ttl: seconds("Old name of token_explicit_max_ttl."),
  token_period: seconds("Renewals set the time to live to this, for ever."),
  period: seconds("Old name of token_period."),
  token_no_default_policy: boolean("Its tokens do not get the policy default."),
  token_num_uses: integer("Number of requests its tokens are good for. Default: no limit."),
  token_type: text('"service", "batch", "default-service" or "default-batch".'),
};

type RoleValues = FieldValues<typeof ROLE_FIELDS>;
const TYPES: readonly TokenRole["type"][] = ["service", "batch", "default-service", "default-batch"];
const PATH_SUFFIX = /^\w[\w.-]+\w$/;
const MAX_NAMES = 1024;

/** @throws VaultError invalid_request */
export function withRoleFields(
  role: TokenRole,
  given: RoleValues,
  warn: (warning: string) => void,
): TokenRole {
  const old = oldFields(given, warn);
  const byOldName = (name: OldRoleField, isNew: boolean) => !isNew && role.givenByOldName.includes(name);
  const changed: TokenRole = {
    ...role,
    ...policyLists(given),
    orphan: given.orphan ?? role.orphan,
    renewable: given.renewable ?? role.renewable,
    pathSuffix: pathSuffix(given.path_suffix) ?? role.pathSuffix,
    allowedEntityAliases: lowered(given.allowed_entity_aliases) ?? role.allowedEntityAliases,
    boundCidrs: cidrs("token_bound_cidrs", given.token_bound_cidrs ?? old.bound_cidrs) ?? role.boundCidrs,
    explicitMaxTtlSeconds: given.token_explicit_max_ttl ?? old.explicit_max_ttl ?? role.explicitMaxTtlSeconds,
    periodSeconds: given.token_period ?? old.period ?? role.periodSeconds,
    noDefaultPolicy: given.token_no_default_policy ?? role.noDefaultPolicy,
    numUses: uses(given.token_num_uses) ?? role.numUses,
    type: tokenType(given.token_type) ?? role.type,
    givenByOldName: (["period", "explicit_max_ttl", "bound_cidrs"] as const).filter(
      (name) => old[name] !== undefined || byOldName(name, given[`token_${name}`] !== undefined),
    ),
  };
  demandBatchable(changed);
  return changed;
}

/** Old names that are not outdone by new ones. */
function oldFields(given: RoleValues, warn: (warning: string) => void): Pick<RoleValues, OldRoleField> {
  const taken: { -readonly [Name in OldRoleField]?: NonNullable<RoleValues[Name]> } = {};
  const take = <N extends OldRoleField>(name: N, value: NonNullable<RoleValues[N]> | undefined): void => {
    if (value === undefined) return;
    if (given[`token_${name}`] === undefined) taken[name] = value;
    else warn(`Both 'token_${name}' and deprecated '${name}' value supplied, ignoring the deprecated value`);
  };
  take("period", given.period);
  take("explicit_max_ttl", given.explicit_max_ttl);
  take("bound_cidrs", given.bound_cidrs);
  return taken as Pick<RoleValues, OldRoleField>;
}

function policyLists(given: RoleValues): Partial<TokenRole> {
  const { allowed_policies, disallowed_policies, allowed_policies_glob, disallowed_policies_glob } = given;
  return {
    ...(allowed_policies && { allowedPolicies: refuseRoot(normalizePolicyNames(allowed_policies)) }),
    ...(disallowed_policies && { disallowedPolicies: normalizePolicyNames(disallowed_policies) }),
    ...(allowed_policies_glob && { allowedPoliciesGlob: normalizePolicyNames(allowed_policies_glob) }),
    ...(disallowed_policies_glob && {
      disallowedPoliciesGlob: normalizePolicyNames(disallowed_policies_glob),
    }),
  };
}

function pathSuffix(suffix: string | undefined): string | undefined {
  if (!suffix || PATH_SUFFIX.test(suffix)) return suffix;
  throw refuse("given role path suffix contains invalid characters; must match \\w[\\w-.]+\\w");
}

function lowered(names: readonly string[] | undefined): readonly string[] | undefined {
  if (names && names.length > MAX_NAMES) throw refuse(`allowed_entity_aliases: more than ${MAX_NAMES} names`);
  return names && [...new Set(names.map((name) => name.toLowerCase()))].sort();
}

function cidrs(field: string, given: readonly string[] | undefined): readonly string[] | undefined {
  return given && parseCidrs(field, given);
}

function uses(count: number | undefined): number | undefined {
  if (count !== undefined && count < 0)
    throw refuse("error parsing role fields: 'token_num_uses' cannot be negative");
  return count;
}

function tokenType(given: string | undefined): TokenRole["type"] | undefined {
  if (given === undefined) return undefined;
  const type = TYPES.find((known) => known === given);
  if (!type) throw refuse("invalid 'token_type' value");
  return type;
}

/** Batch tokens keep nothing that could be counted down, renewed or found by a parent. */
function demandBatchable(role: TokenRole): void {
  if (role.type !== "batch") return;
  const cannot = (what: string) =>
    refuse(`'token_type' cannot be 'batch' when role is set to generate ${what}`);
  if (role.periodSeconds > 0) throw cannot("periodic tokens");
  if (role.renewable && role.orphan) throw cannot("renewable tokens");
  if (!role.orphan) throw cannot("non-orphan tokens");
  if (role.explicitMaxTtlSeconds > 0) throw cannot("tokens with an explicit max TTL");
  if (role.numUses > 0) throw cannot("tokens with limited use count");
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
