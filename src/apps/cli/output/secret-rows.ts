// An answer as the lines of a table, in Vault's order: lease, auth, wrapping, data.
import type { AuthInfo, Envelope, WrapInfo } from "#client/envelope.ts";
import { type Json, type JsonObject, numberOf } from "#client/json-text.ts";
import { holdsSeconds, humanDuration } from "./human-duration.ts";
import { plainText, quotedList } from "./plain-text.ts";

export type Row = readonly [key: string, value: string];

export function secretRows(envelope: Envelope): Row[] {
  const rows = leaseRows(envelope);
  if (envelope.auth !== undefined) rows.push(...authRows(envelope.auth));
  if (envelope.wrapInfo !== undefined) rows.push(...wrapRows(envelope.wrapInfo));
  if (envelope.data !== undefined) rows.push(...dataRows(envelope.data));
  return rows;
}

export function dataRows(data: JsonObject): Row[] {
  return Object.keys(data)
    .sort()
    .map((name) => [name, cellOf(name, data[name])]);
}

function cellOf(name: string, value: Json | undefined): string {
  const seconds = holdsSeconds(name) ? secondsOf(value) : undefined;
  return seconds === undefined ? plainText(value) : humanDuration(seconds);
}

function secondsOf(value: Json | undefined): number | undefined {
  if (typeof value === "string" && /^\d+$/.test(value)) return Number(value);
  return numberOf(value);
}

function leaseRows(envelope: Envelope): Row[] {
  const duration = humanDuration(envelope.leaseDurationSeconds);
  if (envelope.leaseId !== "") {
    return [
      ["lease_id", envelope.leaseId],
      ["lease_duration", duration],
      ["lease_renewable", String(envelope.renewable)],
    ];
  }
  // kv v1 answers a duration without a lease: how often to look again.
  return envelope.leaseDurationSeconds > 0 ? [["refresh_interval", duration]] : [];
}

function authRows(auth: AuthInfo): Row[] {
  const mfa = auth.mfaRequirement;
  if (mfa !== undefined) {
    return [
      ["mfa_request_id", plainText(mfa.mfa_request_id)],
      ["mfa_constraints", plainText(mfa.mfa_constraints)],
    ];
  }
  const metadata = Object.entries(auth.metadata ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ["token", auth.clientToken],
    ["token_accessor", auth.accessor],
    ["token_duration", auth.leaseDurationSeconds === 0 ? "∞" : humanDuration(auth.leaseDurationSeconds)],
    ["token_renewable", String(auth.renewable)],
    ["token_policies", quotedList(auth.tokenPolicies)],
    ["identity_policies", quotedList(auth.identityPolicies)],
    ["policies", quotedList(auth.policies)],
    ...metadata.map(([name, value]): Row => [`token_meta_${name}`, value]),
  ];
}

function wrapRows(wrap: WrapInfo): Row[] {
  const rows: Row[] = [
    ["wrapping_token:", wrap.token],
    ["wrapping_accessor:", wrap.accessor],
    ["wrapping_token_ttl:", humanDuration(wrap.ttlSeconds)],
    ["wrapping_token_creation_time:", goTime(wrap.creationTime)],
    ["wrapping_token_creation_path:", wrap.creationPath],
  ];
  if (wrap.wrappedAccessor !== "") rows.push(["wrapped_accessor:", wrap.wrappedAccessor]);
  return rows;
}

/** RFC 3339 in UTC as Go prints a time: `2026-11-23 21:14:03.7 +0000 UTC`. */
function goTime(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)Z$/.exec(text);
  return match === null ? text : `${match[1]} ${match[2]} +0000 UTC`;
}
