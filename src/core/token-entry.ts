// A service token as it is stored, under the keyed hash of its id. The id itself is never stored.

import type { JsonObject } from "#base/json/raw-json.ts";
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";

export type RevocationMode = "tree" | "orphans";

export interface TokenEntry {
  /** Keyed hash of the token's id. */
  name: string;
  accessor: string;
  policies: readonly string[];
  /** Request path that made it. */
  path: string;
  metadata: Readonly<Record<string, string>> | null;
  displayName: string;
  /** 0: unlimited. The last one stays 1 beside `isLastUse`. */
  usesLeft: number;
  /** Keyed hash of the parent's id; undefined for an orphan. */
  parent?: string;
  /** A batch token is good while its parent is: this one, not a later one of the same custom id. */
  parentAccessor?: string;
  createdAtMs: number;
  /** As issued; 0 never expires. */
  creationTtlSeconds: number;
  /** 0: never. */
  expiresAtMs: number;
  lastRenewalAtMs: number;
  explicitMaxTtlSeconds: number;
  periodSeconds: number;
  renewable: boolean;
  /** Role it was made with, which governs renewals. */
  role?: string;
  /** The role's period when last renewed: kept when the role loses its own. */
  rolePeriodSeconds?: number;
  boundCidrs: readonly string[];
  entityId: string;
  cubbyholeId: string;
  namespace: string;
  type: "service" | "batch";
  /** Auth mount that made it by a login, and what that keeps for renewal. */
  login?: { mountAccessor: string; mountUuid: string; internal: JsonObject };
  /** Only the use that was taken last may go on; then it is revoked. */
  isLastUse?: boolean;
  /** A job is taking it away: with what it begot, or leaving its children as orphans. */
  revoking?: RevocationMode;
}

export const tokenRecord = jsonRecord<TokenEntry>("token", 1);

export function tokenKey(namespace: string, name: string): string {
  return storageKey("token", namespace, name);
}
