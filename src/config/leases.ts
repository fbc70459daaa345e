// How long tokens and leases live unless a mount says otherwise, and how long a request may run.
import { type KeyTable, used } from "./reading/key-table.ts";
import type { Stanza } from "./reading/stanza.ts";

export interface LeaseOptions {
  readonly defaultTtlSeconds: number;
  readonly maxTtlSeconds: number;
}

export const LEASE_KEYS = {
  default_lease_ttl: used("Life of tokens and leases.", { standard: "max_lease_ttl, at most 768h" }),
  max_lease_ttl: used("Longest life of tokens and leases.", { standard: '"768h"' }),
  default_max_request_duration: used("Longest request, unless a listener says otherwise.", {
    standard: '"90s"',
  }),
} satisfies KeyTable;

const STANDARD_TTL_SECONDS = 768 * 3600;
const STANDARD_REQUEST_MS = 90_000;
/** Twenty years: expiry times stay far from any counter's end. */
const LONGEST_MS = 20 * 366 * 86_400_000;

export function readLeases(stanza: Stanza<"default_lease_ttl" | "max_lease_ttl">): LeaseOptions {
  const maxTtlSeconds = seconds(stanza, "max_lease_ttl") ?? STANDARD_TTL_SECONDS;
  const defaultTtlSeconds =
    seconds(stanza, "default_lease_ttl") ?? Math.min(STANDARD_TTL_SECONDS, maxTtlSeconds);
  if (defaultTtlSeconds > maxTtlSeconds) stanza.error("default_lease_ttl", "is longer than max_lease_ttl");
  return { defaultTtlSeconds, maxTtlSeconds };
}

export function readMaxRequestDurationMs(stanza: Stanza<"default_max_request_duration">): number {
  const durationMs = stanza.durationMs("default_max_request_duration", { max: 86_400_000 });
  return durationMs === undefined || durationMs === 0 ? STANDARD_REQUEST_MS : durationMs;
}

/** As in Vault, 0 asks for the standard. */
function seconds<Key extends string>(stanza: Stanza<Key>, key: Key): number | undefined {
  const durationMs = stanza.durationMs(key, { max: LONGEST_MS });
  if (durationMs === undefined || durationMs === 0) return undefined;
  return Math.max(1, Math.floor(durationMs / 1000));
}
