// The settings that enabling and tuning take, read leniently as Vault does: durations as text or number, "system" for
// the system's own. Pure; the entry to change comes in, the changed one goes out.

import { parseDurationSeconds } from "#base/duration.ts";
import type { JsonObject, JsonValue } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import type { TokenSettings } from "#contract/auth-grant.ts";
import type { MountConfig, UserLockoutConfig } from "../mount-entry.ts";

const TOKEN_TYPES: readonly TokenSettings["type"][] = [
  "default-service",
  "default-batch",
  "service",
  "batch",
];

/** Applies what is given of `settings`; the rest stays. @throws VaultError invalid_request naming the field */
export function withSettings(config: MountConfig, settings: JsonObject): MountConfig {
  const changed: MountConfig = {
    defaultTtlSeconds: ttl(settings, "default_lease_ttl") ?? config.defaultTtlSeconds,
    maxTtlSeconds: ttl(settings, "max_lease_ttl") ?? config.maxTtlSeconds,
    forceNoCache: flag(settings, "force_no_cache") ?? config.forceNoCache,
    auditNonHmacRequestKeys: list(settings, "audit_non_hmac_request_keys") ?? config.auditNonHmacRequestKeys,
    auditNonHmacResponseKeys:
      list(settings, "audit_non_hmac_response_keys") ?? config.auditNonHmacResponseKeys,
    listingVisibility: visibility(settings) ?? config.listingVisibility,
    passthroughRequestHeaders:
      list(settings, "passthrough_request_headers") ?? config.passthroughRequestHeaders,
    allowedResponseHeaders: list(settings, "allowed_response_headers") ?? config.allowedResponseHeaders,
    tokenType: tokenType(settings) ?? config.tokenType,
    userLockout: lockout(settings, config.userLockout),
  };
  if (changed.maxTtlSeconds > 0 && changed.defaultTtlSeconds > changed.maxTtlSeconds) {
    throw refuse("given default lease TTL greater than given max lease TTL");
  }
  return changed;
}

function ttl(settings: JsonObject, name: string): number | undefined {
  const value = settings[name];
  if (value === undefined || value === null) return undefined;
  if (value === "system") return 0;
  const seconds =
    typeof value === "string" || typeof value === "number" ? parseDurationSeconds(value) : "syntax";
  if (typeof seconds !== "number")
    throw refuse(`unable to parse ${name}: expected a duration in seconds or like "1h30m"`);
  return seconds;
}

function flag(settings: JsonObject, name: string): boolean | undefined {
  const value = settings[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  throw refuse(`${name}: expected a boolean`);
}

function list(settings: JsonObject, name: string): readonly string[] | undefined {
  const value: JsonValue | undefined = settings[name];
  if (value === undefined || value === null) return undefined;
  const items = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(items) || !items.every((item) => typeof item === "string")) {
    throw refuse(`${name}: expected a list of strings`);
  }
  return items.map((item) => item.trim()).filter((item) => item !== "");
}

function visibility(settings: JsonObject): MountConfig["listingVisibility"] | undefined {
  const value = settings.listing_visibility;
  if (value === undefined || value === null) return undefined;
  if (value === "" || value === "hidden" || value === "unauth") return value;
  throw refuse('invalid listing_visibility: expected "unauth", "hidden" or ""');
}

function tokenType(settings: JsonObject): TokenSettings["type"] | undefined {
  const value = settings.token_type;
  if (value === undefined || value === null || value === "") return undefined;
  const type = TOKEN_TYPES.find((known) => known === value);
  if (!type) throw refuse(`invalid token_type: expected one of ${TOKEN_TYPES.join(", ")}`);
  return type;
}

function lockout(settings: JsonObject, before: UserLockoutConfig | undefined): UserLockoutConfig | undefined {
  const given = settings.user_lockout_config;
  if (given === undefined || given === null) return before;
  if (typeof given !== "object" || Array.isArray(given))
    throw refuse("user_lockout_config: expected an object");
  const values = given as JsonObject;
  return {
    threshold: count(values, "lockout_threshold") ?? before?.threshold ?? 0,
    durationSeconds: ttl(values, "lockout_duration") ?? before?.durationSeconds ?? 0,
    counterResetSeconds: ttl(values, "lockout_counter_reset_duration") ?? before?.counterResetSeconds ?? 0,
    disabled: flag(values, "lockout_disable") ?? before?.disabled ?? false,
  };
}

function count(settings: JsonObject, name: string): number | undefined {
  const value = settings[name];
  if (value === undefined || value === null) return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0 || value === "")
    throw refuse(`${name}: expected a whole number`);
  return number;
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
