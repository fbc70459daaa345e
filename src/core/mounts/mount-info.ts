// A mount as the API shows it: key for key, TTLs as integer seconds, options null or a map of strings (vault-api.md §1.5).
import type { JsonObject } from "#base/json/raw-json.ts";
import type { MountConfig, MountEntry } from "../mount-entry.ts";

/** What Vault calls a plugin's version; ours are all built in. */
const RUNNING_VERSION = "v1.21.0+builtin.vault";
/** Vault says this of engines that a person may mount. */
const SUPPORTED = "supported";

export function mountInfo(entry: MountEntry, isMountable: boolean): JsonObject {
  return {
    accessor: entry.accessor,
    config: configInfo(entry),
    ...(isMountable && { deprecation_status: SUPPORTED }),
    description: entry.description,
    external_entropy_access: entry.externalEntropyAccess,
    local: entry.local,
    options: entry.options,
    plugin_version: "",
    running_plugin_version: RUNNING_VERSION,
    running_sha256: "",
    seal_wrap: entry.sealWrap,
    type: entry.type,
    uuid: entry.uuid,
  };
}

function configInfo(entry: MountEntry): JsonObject {
  const { config } = entry;
  const lockout = config.userLockout;
  return {
    ...listsOf(config),
    default_lease_ttl: config.defaultTtlSeconds,
    force_no_cache: config.forceNoCache,
    ...(config.listingVisibility !== "" && { listing_visibility: config.listingVisibility }),
    max_lease_ttl: config.maxTtlSeconds,
    ...(entry.kind === "auth" && { token_type: config.tokenType }),
    ...(lockout && {
      user_lockout_config: {
        user_lockout_counter_reset_duration: lockout.counterResetSeconds,
        user_lockout_disable: lockout.disabled,
        user_lockout_duration: lockout.durationSeconds,
        user_lockout_threshold: lockout.threshold,
      },
    }),
  };
}

/** Lists that are empty are not shown. */
function listsOf(config: MountConfig): JsonObject {
  const lists = {
    allowed_response_headers: config.allowedResponseHeaders,
    audit_non_hmac_request_keys: config.auditNonHmacRequestKeys,
    audit_non_hmac_response_keys: config.auditNonHmacResponseKeys,
    passthrough_request_headers: config.passthroughRequestHeaders,
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

/** The answer of a tune's read: TTLs as set, flat. */
export function tuneInfo(
  entry: MountEntry,
  ttls: { defaultTtlSeconds: number; maxTtlSeconds: number },
): JsonObject {
  const { config, kind } = entry;
  const lockout = config.userLockout;
  return {
    ...listsOf(config),
    default_lease_ttl: ttls.defaultTtlSeconds,
    description: entry.description,
    force_no_cache: config.forceNoCache,
    ...(config.listingVisibility !== "" && { listing_visibility: config.listingVisibility }),
    max_lease_ttl: ttls.maxTtlSeconds,
    ...(entry.options && Object.keys(entry.options).length > 0 && { options: entry.options }),
    ...(kind === "auth" && { token_type: config.tokenType }),
    ...(lockout && {
      user_lockout_counter_reset_duration: lockout.counterResetSeconds,
      user_lockout_disable: lockout.disabled,
      user_lockout_duration: lockout.durationSeconds,
      user_lockout_threshold: lockout.threshold,
    }),
  };
}

/** What a caller without a token sees of a mount that is listed for everybody. */
export function publicInfo(entry: MountEntry): JsonObject {
  return { description: entry.description, options: entry.options, type: entry.type };
}
