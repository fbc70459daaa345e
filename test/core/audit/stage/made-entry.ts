import assert from "node:assert/strict";
import type { Answer, MintedToken } from "#core/answer.ts";
import { AuditEntry, type EntryOptions } from "#core/audit/entry/audit-entry.ts";
import { MountTexts } from "#core/audit/entry/mount-text.ts";
import { HashedValues } from "#core/audit/entry/value-text.ts";
import type { AuditOutcome, AuditSubject } from "#core/audit-log.ts";
import type { AnyJson } from "#test/core-harness/test-answer.ts";

export const TIME = "2026-01-02T03:04:05.678Z";
const hashed = new HashedValues(new Uint8Array(32).fill(7));
export const hash = (text: string): string => hashed.hash(text);

export function entryOf(options: Partial<EntryOptions> = {}): AuditEntry {
  return new AuditEntry({
    values: hashed,
    headerValues: hashed,
    hmacAccessor: true,
    elideListResponses: false,
    prefix: "",
    mounts: new MountTexts("v0.1.0+builtin.coffer"),
    headers: () => new Map(),
    ...options,
  });
}

/** An entry, parsed. */
export function made(
  kind: "request" | "response",
  subject: AuditSubject,
  outcome: AuditOutcome = {},
  options = {},
): AnyJson {
  const line = entryOf(options).line(kind, subject, outcome, TIME);
  assert.ok(line.endsWith("}\n") && line.indexOf("\n") === line.length - 1, "one line");
  return JSON.parse(line);
}

export function anAnswer(answer: Partial<Answer> = {}): Answer {
  return { requestId: "r", reply: undefined, operation: "read", warnings: [], mountType: "kv", ...answer };
}

export const minted: MintedToken = {
  clientToken: "hvs.new",
  accessor: "new-accessor",
  policies: ["default", "web", "people"],
  tokenPolicies: ["default", "web"],
  identityPolicies: ["people"],
  metadata: { username: "bob" },
  leaseSeconds: 7200,
  renewable: true,
  entityId: "entity-1",
  type: "service",
  orphan: true,
  numUses: 3,
};

/** What `response` says of the mount of `aSubject`. */
export const MOUNT = {
  mount_point: "secret/",
  mount_type: "kv",
  mount_accessor: "kv_01234567",
  mount_running_plugin_version: "v0.1.0+builtin.coffer",
  mount_class: "secret",
};
