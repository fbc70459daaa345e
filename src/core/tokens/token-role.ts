// A role says what tokens may be made of it, by whoever may call `auth/token/create/<role>`.
import type { TokenSettings } from "#contract/auth-grant.ts";
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";

export interface TokenRole {
  name: string;
  /** Names are normalised; any of the four lists replaces the rule that children have a subset of their parent's. */
  allowedPolicies: readonly string[];
  disallowedPolicies: readonly string[];
  allowedPoliciesGlob: readonly string[];
  disallowedPoliciesGlob: readonly string[];
  orphan: boolean;
  renewable: boolean;
  /** Appended to the path that its tokens show. */
  pathSuffix: string;
  allowedEntityAliases: readonly string[] | null;
  boundCidrs: readonly string[];
  explicitMaxTtlSeconds: number;
  periodSeconds: number;
  noDefaultPolicy: boolean;
  numUses: number;
  type: Exclude<TokenSettings["type"], "default">;
  /** Fields that were given by their old names, by which they are shown too. */
  givenByOldName: readonly OldRoleField[];
}

export type OldRoleField = "period" | "explicit_max_ttl" | "bound_cidrs";

export const NEW_ROLE: Omit<TokenRole, "name"> = {
  allowedPolicies: [],
  disallowedPolicies: [],
  allowedPoliciesGlob: [],
  disallowedPoliciesGlob: [],
  orphan: false,
  renewable: true,
  pathSuffix: "",
  allowedEntityAliases: null,
  boundCidrs: [],
  explicitMaxTtlSeconds: 0,
  periodSeconds: 0,
  noDefaultPolicy: false,
  numUses: 0,
  type: "default-service",
  givenByOldName: [],
};

export const tokenRoleRecord = jsonRecord<TokenRole>("token-role", 1);

export function tokenRoleKey(namespace: string, name: string): string {
  return storageKey("token-role", namespace, name);
}
