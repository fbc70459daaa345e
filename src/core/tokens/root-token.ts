import type { TokenSpec } from "./token-spec.ts";

/** The token that begins a cluster, or was generated with the unseal keys: orphan, without end. */
export function rootToken(namespace: string, id: string | undefined): TokenSpec {
  return {
    namespace,
    type: "service",
    policies: ["root"],
    path: "auth/token/root",
    displayName: "root",
    metadata: null,
    parent: undefined,
    ttlSeconds: 0,
    explicitMaxTtlSeconds: 0,
    periodSeconds: 0,
    renewable: false,
    numUses: 0,
    boundCidrs: [],
    entityId: "",
    ...(id !== undefined && { id }),
    warnings: [],
  };
}
