// A token as auth/token/lookup shows it (vault-api.md §1.7).
import type { JsonObject } from "#base/json/raw-json.ts";
import type { TokenEntry } from "../token-entry.ts";

/** @param id "" when the client knows the token by its accessor alone */
export function lookupAnswer(entry: TokenEntry, id: string, nowMs: number): JsonObject {
  const { boundCidrs, periodSeconds, role, lastRenewalAtMs } = entry;
  // A token without end has no lease: it was not issued for a time, and cannot be renewed.
  const hasLease = entry.expiresAtMs !== 0;
  return {
    accessor: entry.accessor,
    ...(boundCidrs.length > 0 && { bound_cidrs: boundCidrs }),
    creation_time: Math.floor(entry.createdAtMs / 1000),
    creation_ttl: entry.creationTtlSeconds,
    display_name: entry.displayName,
    entity_id: entry.entityId,
    expire_time: hasLease ? timeText(entry.expiresAtMs) : null,
    explicit_max_ttl: entry.explicitMaxTtlSeconds,
    id,
    ...(hasLease && { issue_time: timeText(entry.createdAtMs) }),
    ...(lastRenewalAtMs > 0 && {
      last_renewal: timeText(lastRenewalAtMs),
      last_renewal_time: Math.floor(lastRenewalAtMs / 1000),
    }),
    meta: entry.metadata,
    num_uses: entry.isLastUse ? -1 : entry.usesLeft,
    orphan: entry.parent === undefined,
    path: entry.path,
    ...(periodSeconds > 0 && { period: periodSeconds }),
    policies: entry.policies,
    ...(hasLease && { renewable: entry.renewable }),
    ...(role !== undefined && { role }),
    ttl: secondsLeft(entry, nowMs),
    type: entry.type,
  };
}

/** 0 is for those that never end: the last second of the others is shown as one. Counted from the nearest second, as Vault does. */
function secondsLeft({ expiresAtMs }: TokenEntry, nowMs: number): number {
  if (expiresAtMs === 0) return 0;
  return Math.max(1, Math.floor((expiresAtMs - Math.round(nowMs / 1000) * 1000) / 1000));
}

/** RFC 3339 as Go's RFC3339Nano writes it: without trailing zeros of the fraction. */
function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.?0*Z$/, "Z");
}
