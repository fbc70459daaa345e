// What a new token shall be, once it is decided; its entry, and how the client sees it.
import type { MintedToken } from "../answer.ts";
import type { GrantablePolicyNames } from "../policy-names.ts";
import type { TokenEntry } from "../token-entry.ts";

/** Given to a cluster's first token, to generated ones and to children of root tokens; nobody else has this type to give. */
export type RootPolicies = readonly ["root"];

export interface TokenSpec {
  namespace: string;
  type: "service" | "batch";
  policies: GrantablePolicyNames | RootPolicies;
  /** Request path that makes it. */
  path: string;
  displayName: string;
  metadata: Readonly<Record<string, string>> | null;
  /** Undefined: an orphan. */
  parent: TokenEntry | undefined;
  /** 0: never ends. */
  ttlSeconds: number;
  explicitMaxTtlSeconds: number;
  periodSeconds: number;
  renewable: boolean;
  /** 0: unlimited. */
  numUses: number;
  boundCidrs: readonly string[];
  entityId: string;
  role?: { name: string; periodSeconds: number };
  login?: NonNullable<TokenEntry["login"]>;
  /** Chosen by the client. */
  id?: string;
  warnings: readonly string[];
}

/** The part of an entry that service and batch tokens have alike. */
export function entryOf(spec: TokenSpec, nowMs: number): TokenEntry {
  return {
    name: "",
    accessor: "",
    policies: spec.policies,
    path: spec.path,
    metadata: spec.metadata,
    displayName: spec.displayName,
    usesLeft: spec.numUses,
    createdAtMs: nowMs,
    creationTtlSeconds: spec.ttlSeconds,
    expiresAtMs: spec.ttlSeconds === 0 ? 0 : nowMs + spec.ttlSeconds * 1000,
    lastRenewalAtMs: 0,
    explicitMaxTtlSeconds: spec.explicitMaxTtlSeconds,
    periodSeconds: spec.periodSeconds,
    renewable: spec.renewable,
    ...(spec.role && { role: spec.role.name }),
    ...(spec.role && spec.role.periodSeconds > 0 && { rolePeriodSeconds: spec.role.periodSeconds }),
    boundCidrs: spec.boundCidrs,
    entityId: spec.entityId,
    cubbyholeId: "",
    namespace: spec.namespace,
    type: spec.type,
    ...(spec.login && { login: spec.login }),
  };
}

export function mintedToken(entry: TokenEntry, id: string, { ttlSeconds, warnings }: TokenSpec): MintedToken {
  return { ...shownToken(entry, id, ttlSeconds), warnings };
}

/** A token as the client sees it. @param id "" when the client knows it by its accessor alone */
export function shownToken(entry: TokenEntry, id: string, leaseSeconds: number): MintedToken {
  return {
    clientToken: id,
    accessor: entry.accessor,
    policies: entry.policies,
    tokenPolicies: entry.policies,
    identityPolicies: [],
    metadata: entry.metadata,
    leaseSeconds,
    renewable: entry.renewable,
    entityId: entry.entityId,
    type: entry.type,
    orphan: entry.parent === undefined,
    numUses: entry.usesLeft,
  };
}
