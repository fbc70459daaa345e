import type { JsonObject } from "#base/json/raw-json.ts";

export type TokenType = "service" | "batch";

/** The `token_*` settings of a role or user (vault-api.md §1.13). Durations in seconds; 0 or absent: the mount's. */
export interface TokenSettings {
  policies: readonly string[];
  ttlSeconds: number;
  maxTtlSeconds: number;
  explicitMaxTtlSeconds: number;
  periodSeconds: number;
  numUses: number;
  boundCidrs: readonly string[];
  noDefaultPolicy: boolean;
  type: TokenType | "default" | "default-service" | "default-batch";
}

export const DEFAULT_TOKEN_SETTINGS: TokenSettings = {
  policies: [],
  ttlSeconds: 0,
  maxTtlSeconds: 0,
  explicitMaxTtlSeconds: 0,
  periodSeconds: 0,
  numUses: 0,
  boundCidrs: [],
  noDefaultPolicy: false,
  type: "default",
};

/** A successful login: an auth method can grant a token only by answering this. It never holds `root`. */
export interface AuthGrant {
  settings: TokenSettings;
  /** Without the mount's name, which the pipeline puts in front. */
  displayName: string;
  metadata: Readonly<Record<string, string>>;
  /** Who logged in, in the method's own terms: the entity alias. */
  alias: { name: string; metadata: Readonly<Record<string, string>> };
  renewable: boolean;
  /** Kept with the token and given back to `renew`. */
  internal: JsonObject;
  /** External group names of this login. */
  groupAliases?: readonly string[];
}
