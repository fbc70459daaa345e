// How long a token or lease may live (vault-api.md §4.7). Pure: seconds in, seconds out, with the warnings that Vault gives.
import { formatDurationShort } from "#base/duration.ts";

export interface TtlInput {
  nowMs: number;
  /** When the token or lease was made: the same as `nowMs` at issue. */
  issuedAtMs: number;
  /** What the client asks for; 0: nothing. */
  requestedSeconds: number;
  /** The role's or engine's own; 0: none. */
  ownTtlSeconds: number;
  ownMaxSeconds: number;
  /** More than 0: every renewal starts anew, without an overall maximum. */
  periodSeconds: number;
  /** A hard cap from issue on; 0: none. */
  explicitMaxSeconds: number;
  mountDefaultSeconds: number;
  mountMaxSeconds: number;
}

export type Ttl =
  | { kind: "granted"; seconds: number; warnings: string[] }
  /** The maximum has passed: it can not live on. */
  | { kind: "past-max" };

/** Whole seconds, never more than any maximum that applies. */
export function decideTtl(input: TtlInput): Ttl {
  const { explicitMaxSeconds, periodSeconds } = input;
  const max = smallestOf(input.mountMaxSeconds, input.ownMaxSeconds, explicitMaxSeconds);
  if (periodSeconds > 0) return periodic(input, max);
  const wanted = input.requestedSeconds || input.ownTtlSeconds || input.mountDefaultSeconds;
  const left = secondsLeft(input, max);
  if (left <= 0) return { kind: "past-max" };
  if (wanted <= left) return { kind: "granted", seconds: wanted, warnings: [] };
  const warning = `TTL of ${quoted(wanted)} exceeded the effective max_ttl of ${quoted(left)}; TTL value is capped accordingly`;
  return { kind: "granted", seconds: left, warnings: [warning] };
}

function periodic(input: TtlInput, max: number): Ttl {
  const { explicitMaxSeconds, periodSeconds } = input;
  const left = explicitMaxSeconds > 0 ? secondsLeft(input, explicitMaxSeconds) : max;
  if (left <= 0) return { kind: "past-max" };
  const cap = Math.min(max, left);
  if (periodSeconds <= cap) return { kind: "granted", seconds: periodSeconds, warnings: [] };
  const warning = `period of ${quoted(periodSeconds)} exceeded the effective max_ttl of ${quoted(cap)}; period value is capped accordingly`;
  return { kind: "granted", seconds: cap, warnings: [warning] };
}

/** Of those that are set (more than 0). */
function smallestOf(...seconds: readonly number[]): number {
  return Math.min(...seconds.filter((value) => value > 0));
}

function secondsLeft(input: TtlInput, maxSeconds: number): number {
  return Math.floor((input.issuedAtMs + maxSeconds * 1000 - input.nowMs) / 1000);
}

function quoted(seconds: number): string {
  return `"${formatDurationShort(seconds * 1000)}"`;
}
