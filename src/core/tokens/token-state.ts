import type { TokenEntry } from "../token-entry.ts";

/** Why a token is no good, for the server's log; undefined: it is. */
export function tokenProblem(entry: TokenEntry, nowMs: number): string | undefined {
  if (entry.revoking) return "being revoked";
  if (entry.isLastUse) return "used up";
  return isExpired(entry, nowMs) ? "expired" : undefined;
}

export function isExpired({ expiresAtMs }: TokenEntry, nowMs: number): boolean {
  return expiresAtMs > 0 && nowMs >= expiresAtMs;
}
