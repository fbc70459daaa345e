// What a client asks of a new token, read from the fields of auth/token/create. Durations are texts there, so that
// each is refused by its own name (vault-api.md §1.7).
import { describeDurationFault, parseDurationSeconds } from "#base/duration.ts";
import { VaultError } from "#base/vault-error.ts";
import { textMap } from "#contract/fields/collections.ts";
import type { FieldValues } from "#contract/fields/field.ts";
import { boolean, integer, secretText, text } from "#contract/fields/scalars.ts";
import { normalizePolicyNames, type PolicyNames } from "../policy-names.ts";
import { nameList } from "./name-list.ts";

export const CREATE_FIELDS = {
  id: secretText("The token itself, chosen by the caller. Needs sudo."),
  policies: nameList("Policies of the token. Without any: those of the parent."),
  meta: textMap("Shown by a lookup and written to the audit log."),
  no_parent: boolean("Make an orphan. Needs sudo."),
  no_default_policy: boolean("Leave out the policy default."),
  renewable: boolean("Whether it can be renewed. Default: true."),
  ttl: text("Time to live. Default: the mount's."),
  lease: text("Old name of ttl."),
  explicit_max_ttl: text("Time after which it ends whatever its renewals."),
  display_name: text("Part of the name that the audit log shows."),
  num_uses: integer("Number of requests it is good for. Default: no limit."),
  period: text("Renewals set the time to live to this, for ever. Needs sudo."),
  type: text('"service" or "batch".'),
  entity_alias: text("Alias of the entity to make it for; with a role that allows it."),
};

export const CREATE_BY_ROLE_FIELDS = { ...CREATE_FIELDS, role_name: text("Role to make it by.") };

export interface CreateWish {
  id: string | undefined;
  policies: PolicyNames | undefined;
  metadata: Readonly<Record<string, string>> | null;
  noParent: boolean;
  noDefaultPolicy: boolean;
  renewable: boolean;
  ttlSeconds: number;
  explicitMaxTtlSeconds: number;
  periodSeconds: number;
  displayName: string;
  numUses: number;
  type: "service" | "batch" | undefined;
  entityAlias: string | undefined;
}

/** @throws VaultError invalid_request */
export function readCreateWish(fields: FieldValues<typeof CREATE_FIELDS>): CreateWish {
  return {
    id: fields.id || undefined,
    policies: fields.policies?.length ? normalizePolicyNames(fields.policies) : undefined,
    metadata: fields.meta ?? null,
    noParent: fields.no_parent ?? false,
    noDefaultPolicy: fields.no_default_policy ?? false,
    renewable: fields.renewable ?? true,
    ttlSeconds: duration("ttl", fields.ttl || fields.lease),
    explicitMaxTtlSeconds: duration("explicit_max_ttl", fields.explicit_max_ttl),
    periodSeconds: duration("period", fields.period),
    displayName: displayName(fields.display_name),
    numUses: uses(fields.num_uses),
    type: tokenType(fields.type),
    entityAlias: fields.entity_alias || undefined,
  };
}

function duration(name: string, value: string | undefined): number {
  const seconds = parseDurationSeconds(value ?? "");
  if (typeof seconds === "number") return shortButNotZero(seconds, value);
  throw refuse(
    seconds === "negative" ? `${name} must be positive` : `${name} ${describeDurationFault(seconds)}`,
  );
}

/** "500ms" is no way to say "the default", and 0 would be for ever. */
function shortButNotZero(seconds: number, value: string | undefined): number {
  return seconds === 0 && /[1-9]/.test(value ?? "") ? 1 : seconds;
}

/** `token-` and what is left when everything but letters, digits and dashes became dashes. */
function displayName(name: string | undefined): string {
  if (!name) return "token";
  return `token-${name}`.replace(/[^a-zA-Z0-9-]/gu, "-").replace(/-$/, "");
}

function uses(count = 0): number {
  if (count < 0) throw refuse("number of uses cannot be negative");
  return count;
}

function tokenType(type = ""): CreateWish["type"] {
  if (type === "" || type === "service" || type === "batch") return type === "" ? undefined : type;
  throw refuse("invalid 'token_type' value");
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
