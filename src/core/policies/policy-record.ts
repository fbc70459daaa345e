// How policies are stored, and the key that every change of one bumps.

import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";

export interface PolicyRecord {
  name: string;
  /** HCL or JSON as its author wrote it, base64 undone. */
  text: string;
  /** Counts the changes, from 1; a policy that was deleted begins anew. */
  version: number;
  /** Changes must say which version they change. */
  casRequired: boolean;
  modifiedAtMs: number;
  /** From then on it is as if deleted. */
  expiresAtMs?: number;
}

export const policyRecord = jsonRecord<PolicyRecord>("policy", 1);

/** Names below hold slashes of their own. */
export function policyPrefix(namespace: string): string {
  return storageKey("policy", namespace, "acl/");
}

export function policyKey(namespace: string, name: string): string {
  return policyPrefix(namespace) + name;
}

/** The policies of all callers as one: a write that was allowed is right only while its version stands. */
export const POLICIES_GUARD = storageKey("guard", ROOT_NAMESPACE, "policies");
/** Only its version says anything. */
export const policiesGuardRecord = jsonRecord<Record<string, never>>("policies-guard", 1);
