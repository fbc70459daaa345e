// Policies that are there from the beginning. `default` is stored and may be edited; the others live here alone.
import type { PolicyRecord } from "./policy-record.ts";

/** What every client library counts on (vault-api.md §4.1.12). */
export const DEFAULT_POLICY_TEXT = `
# A token may look itself up, renew itself and revoke itself.
path "auth/token/lookup-self" {
  capabilities = ["read"]
}
path "auth/token/renew-self" {
  capabilities = ["update"]
}
path "auth/token/revoke-self" {
  capabilities = ["update"]
}

# A token may ask what it can do.
path "sys/capabilities-self" {
  capabilities = ["update"]
}
path "sys/internal/ui/resultant-acl" {
  capabilities = ["read"]
}

# A token may read the entity it belongs to, by id and by name.
path "identity/entity/id/{{identity.entity.id}}" {
  capabilities = ["read"]
}
path "identity/entity/name/{{identity.entity.name}}" {
  capabilities = ["read"]
}

# Whoever knows the id of a lease may look it up and renew it, under the old path too.
path "sys/renew" {
  capabilities = ["update"]
}
path "sys/leases/renew" {
  capabilities = ["update"]
}
path "sys/leases/lookup" {
  capabilities = ["update"]
}

# A token's cubbyhole is its own.
path "cubbyhole/*" {
  capabilities = ["create", "read", "update", "delete", "list"]
}

# Values may be wrapped; wrapping tokens may be looked at and unwrapped.
path "sys/wrapping/wrap" {
  capabilities = ["update"]
}
path "sys/wrapping/lookup" {
  capabilities = ["update"]
}
path "sys/wrapping/unwrap" {
  capabilities = ["update"]
}

# Hashing needs no secret.
path "sys/tools/hash" {
  capabilities = ["update"]
}
path "sys/tools/hash/*" {
  capabilities = ["update"]
}

# A person may log in to applications through an OIDC provider.
path "identity/oidc/provider/+/authorize" {
  capabilities = ["read", "update"]
}
`;

const RESPONSE_WRAPPING_TEXT = `
path "cubbyhole/response" {
  capabilities = ["create", "read"]
}
path "sys/wrapping/unwrap" {
  capabilities = ["update"]
}
`;

/** Not stored, not written, not deleted. */
const FIXED: ReadonlyMap<string, PolicyRecord> = new Map(
  [
    { name: "root", text: "", version: 0 },
    { name: "response-wrapping", text: RESPONSE_WRAPPING_TEXT, version: 1 },
  ].map((policy) => [policy.name, { ...policy, casRequired: false, modifiedAtMs: 0 }]),
);

export function fixedPolicy(name: string): PolicyRecord | undefined {
  return FIXED.get(name);
}
