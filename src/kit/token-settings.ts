// The `token_*` fields that roles and users of every auth method have (vault-api.md §1.13): read, checked, shown. What is
// given changes a setting, the rest stays.
import type { JsonObject } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { DEFAULT_TOKEN_SETTINGS, type TokenSettings } from "#contract/auth-grant.ts";
import { textList } from "#contract/fields/collections.ts";
import type { FieldValues } from "#contract/fields/field.ts";
import { boolean, integer, seconds, text } from "#contract/fields/scalars.ts";
import { normalizePolicyNames, refuseRoot } from "#contract/policy-names.ts";
import { isWithin, parseCidrs } from "./bound-cidrs.ts";

export const TOKEN_FIELDS = {
  token_policies: textList("Policies of the tokens."),
  token_ttl: seconds("Time to live at first; 0: the mount's."),
  token_max_ttl: seconds("The longest that renewals reach; 0: the mount's."),
  token_explicit_max_ttl: seconds("Time after which a token ends whatever its renewals; 0: none."),
  token_period: seconds("Renewals set the time to live to this, for ever; 0: they do not."),
  token_num_uses: integer("Number of requests a token is good for; 0: no limit."),
  token_bound_cidrs: textList("Addresses that logins come from and tokens are used from."),
  token_no_default_policy: boolean("Tokens do not get the policy default."),
  token_type: text('"default", "service" or "batch".'),
  token_strictly_bind_ip: boolean("A token is good only at the address that it was given to."),
};

export type TokenFieldValues = FieldValues<typeof TOKEN_FIELDS>;

/** As a role or user keeps them. */
export interface RoleTokenSettings extends TokenSettings {
  strictlyBindIp: boolean;
}

export const DEFAULT_ROLE_TOKEN_SETTINGS: RoleTokenSettings = {
  ...DEFAULT_TOKEN_SETTINGS,
  strictlyBindIp: false,
};

const TYPES: Readonly<Record<string, TokenSettings["type"]>> = {
  "": "default",
  default: "default",
  service: "service",
  batch: "batch",
};

/** @throws VaultError invalid_request naming the field, never the value */
export function withTokenFields(settings: RoleTokenSettings, given: TokenFieldValues): RoleTokenSettings {
  const changed: RoleTokenSettings = {
    policies: given.token_policies ? grantable(given.token_policies) : settings.policies,
    ttlSeconds: given.token_ttl ?? settings.ttlSeconds,
    maxTtlSeconds: given.token_max_ttl ?? settings.maxTtlSeconds,
    explicitMaxTtlSeconds: given.token_explicit_max_ttl ?? settings.explicitMaxTtlSeconds,
    periodSeconds: given.token_period ?? settings.periodSeconds,
    numUses: given.token_num_uses ?? settings.numUses,
    boundCidrs: given.token_bound_cidrs
      ? parseCidrs("token_bound_cidrs", given.token_bound_cidrs)
      : settings.boundCidrs,
    noDefaultPolicy: given.token_no_default_policy ?? settings.noDefaultPolicy,
    type: given.token_type === undefined ? settings.type : typeOf(given.token_type),
    strictlyBindIp: given.token_strictly_bind_ip ?? settings.strictlyBindIp,
  };
  demandConsistent(changed);
  return changed;
}

/** What a login from `address` is given. An address out of bounds stays so: the core refuses it. */
export function settingsAt(settings: RoleTokenSettings, address: string): TokenSettings {
  const isBound = settings.strictlyBindIp && isWithin(settings.boundCidrs, address);
  return isBound ? { ...settings, boundCidrs: [address.replace(/^::ffff:(?=[\d.]+$)/, "")] } : settings;
}

/** In the answer to a read. */
export function describeTokenSettings(settings: RoleTokenSettings): JsonObject {
  return {
    token_bound_cidrs: settings.boundCidrs,
    token_explicit_max_ttl: settings.explicitMaxTtlSeconds,
    token_max_ttl: settings.maxTtlSeconds,
    token_no_default_policy: settings.noDefaultPolicy,
    token_num_uses: settings.numUses,
    token_period: settings.periodSeconds,
    token_policies: settings.policies,
    token_strictly_bind_ip: settings.strictlyBindIp,
    token_ttl: settings.ttlSeconds,
    token_type: settings.type,
  };
}

/** Nobody who may write a user or role becomes root by it (CVE-2025-5999 and its kin). */
function grantable(names: readonly string[]): readonly string[] {
  return refuseRoot(normalizePolicyNames(names));
}

function typeOf(given: string): TokenSettings["type"] {
  const type = Object.hasOwn(TYPES, given) ? TYPES[given] : undefined;
  if (type) return type;
  throw refuse(`invalid 'token_type' value: expected "default", "service" or "batch"`);
}

function demandConsistent(settings: TokenSettings): void {
  if (settings.numUses < 0) throw refuse("'token_num_uses' cannot be negative");
  if (settings.maxTtlSeconds > 0 && settings.ttlSeconds > settings.maxTtlSeconds) {
    throw refuse("'token_ttl' cannot be greater than 'token_max_ttl'");
  }
  if (settings.type !== "batch") return;
  if (settings.periodSeconds > 0) {
    throw refuse("'token_type' cannot be 'batch' or 'default_batch' when set to generate periodic tokens");
  }
  if (settings.numUses > 0) {
    throw refuse(
      "'token_type' cannot be 'batch' or 'default_batch' when set to generate tokens with limited use count",
    );
  }
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
