// A token for the peer and how long it lives. Time is the monotonic clock's: a token's life is told in seconds from now.
import type { Secret } from "#base/secret.ts";

export interface TokenLife {
  /** `undefined`: it never ends. */
  readonly endsAtMs: number | undefined;
  /** What was granted when it was made, looked up or renewed last. */
  readonly grantedMs: number;
  readonly isRenewable: boolean;
}

export interface PeerToken {
  readonly secret: Secret;
  /** Whether a login made it: then another login makes the next one. */
  readonly isFromLogin: boolean;
  /** Of the first grant: a renewal that gives less than half of it is near the end of what is possible. */
  readonly firstGrantMs: number;
  /** `undefined` while it could not be looked up. */
  readonly life: TokenLife | undefined;
  /** When to renew, replace or look at it next. */
  readonly nextMs: number;
}

const SHORTEST_WAIT_MS = 1000;
/** Short of what timers can hold, and often enough to notice what others do to the token. */
const LONGEST_WAIT_MS = 24 * 3600 * 1000;
/** How soon an unknown life is looked up again. */
const LOOK_AGAIN_MS = 30_000;

export function lifeOf(ttlSeconds: number, isRenewable: boolean, nowMs: number): TokenLife {
  const grantedMs = ttlSeconds * 1000;
  return { endsAtMs: ttlSeconds > 0 ? nowMs + grantedMs : undefined, grantedMs, isRenewable };
}

/** At half its life, so that a peer that is down for a while costs nothing. */
export function nextLook(life: TokenLife | undefined, nowMs: number): number {
  if (!life) return nowMs + LOOK_AGAIN_MS;
  const waitMs = life.endsAtMs === undefined ? LONGEST_WAIT_MS : (life.endsAtMs - nowMs) / 2;
  return nowMs + Math.min(Math.max(waitMs, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
}

export type TokenStep = "look up" | "renew" | "replace" | "warn" | "nothing";

/** What to do about a token whose time has come. Pure. */
export function dueStep(token: PeerToken, mayRenew: boolean): TokenStep {
  const { life, isFromLogin, firstGrantMs } = token;
  if (!life) return isFromLogin ? "replace" : "look up";
  if (life.endsAtMs === undefined) return "nothing";
  const isNearItsEnd = life.grantedMs < firstGrantMs / 2;
  if (isFromLogin) return life.isRenewable && mayRenew && !isNearItsEnd ? "renew" : "replace";
  if (!mayRenew) return "look up";
  return life.isRenewable ? "renew" : "warn";
}
