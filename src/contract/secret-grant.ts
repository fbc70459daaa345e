import type { JsonObject } from "#base/json/raw-json.ts";

/** A secret that ends: what the engine says of it. The lease record keeps `internal` for renewal and revocation. */
export interface SecretGrant {
  ttlSeconds: number | undefined;
  maxTtlSeconds: number | undefined;
  renewable: boolean;
  internal: JsonObject;
}
