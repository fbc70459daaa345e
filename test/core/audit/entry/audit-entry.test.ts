// The members of an entry, one by one, against those of Vault's (observed on OpenBao 2.6.2, where the two agree).
import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { CLEAR_VALUES } from "#core/audit/entry/value-text.ts";
import type { AuditSubject } from "#core/audit-log.ts";
import { aStrangersSubject, aSubject, SUBJECT_ACCESSOR, SUBJECT_TOKEN } from "../stage/a-subject.ts";
import { anAnswer, entryOf, hash, MOUNT, made, minted, TIME } from "../stage/made-entry.ts";

const AUTH = {
  client_token: hash(SUBJECT_TOKEN),
  accessor: hash(SUBJECT_ACCESSOR),
  display_name: "token-app",
  policies: ["app", "default"],
  token_policies: ["app", "default"],
  policy_results: { allowed: true },
  metadata: { user: "armon" },
  token_type: "service",
  token_ttl: 3600,
  token_issue_time: "2026-01-02T03:04:05Z",
};

const REQUEST = {
  id: "86330183-b359-4e5b-029b-18fd077a756e",
  client_id: "W0anJzs5ghvE9JT/xKf7HE+3bX20fUhHsBT4k9lH8lQ=",
  operation: "read",
  mount_point: "secret/",
  mount_type: "kv",
  mount_accessor: "kv_01234567",
  mount_running_version: "v0.1.0+builtin.coffer",
  mount_class: "secret",
  client_token: hash(SUBJECT_TOKEN),
  client_token_accessor: hash(SUBJECT_ACCESSOR),
  namespace: { id: "root" },
  path: "secret/data/app",
  remote_address: "10.0.0.1",
  remote_port: 40_000,
};

test("a request's entry has exactly these members", () => {
  const entry = made("request", aSubject());
  const { client_id: _, ...rest } = entry.request;
  const { client_id: __, ...expected } = REQUEST;
  assert.deepEqual(
    { ...entry, request: rest },
    { time: TIME, type: "request", auth: AUTH, request: expected },
  );
  assert.deepEqual(Object.keys(entry), ["time", "type", "auth", "request"]);
  assert.deepEqual(Object.keys(entry.request), Object.keys(REQUEST), "in Vault's order");
});

test("a response's entry repeats the request and adds what is answered", () => {
  const value = new RawJson(utf8('{"password":"p","n":1.50}'));
  const reply = { data: { data: value, metadata: { created_time: TIME, deletion_time: "", version: 1 } } };
  const answer = anAnswer({
    reply,
    lease: { id: "secret/x/1", seconds: 60, renewable: true },
    warnings: ["w"],
  });
  const entry = made("response", aSubject(), { answer });
  assert.deepEqual(Object.keys(entry), ["time", "type", "auth", "request", "response"]);
  assert.deepEqual(entry.auth, AUTH);
  assert.deepEqual(entry.response, {
    ...MOUNT,
    secret: { lease_id: "secret/x/1" },
    data: {
      data: { password: hash("p"), n: 1.5 },
      metadata: { created_time: TIME, deletion_time: hash(""), version: 1 },
    },
    warnings: [hash("w")],
  });
});

test("data, headers and a wrap TTL stand in the request when there are any", () => {
  const parameters = new Map([["v", new RawJson(utf8('{"a":"x"}'))]]);
  const subject = aSubject({ parameters, headers: { "x-clear": "c", "x-hashed": "h", "x-other": "o" } });
  const headers = new Map([
    ["x-absent", { hmac: false }],
    ["x-clear", { hmac: false }],
    ["x-hashed", { hmac: true }],
  ]);
  const wrapped = { ...subject, request: { ...subject.request, wrapTtlSeconds: 60 } };
  const { request } = made("request", wrapped, {}, { headers: () => headers });
  assert.deepEqual(request.data, { v: { a: hash("x") } });
  assert.deepEqual(request.headers, { "x-clear": ["c"], "x-hashed": [hash("h")] });
  assert.equal(request.wrap_ttl, 60);
});

test("entity, identity's policies and remaining uses stand in auth when there are any", () => {
  const subject = aSubject({
    token: { entityId: "e-1", metadata: null, creationTtlSeconds: 0, type: "batch", accessor: "" },
    policies: ["app", "default", "people"],
    remainingUses: 4,
  });
  const entry = made("request", subject);
  assert.deepEqual(entry.auth, {
    client_token: hash(SUBJECT_TOKEN),
    accessor: "",
    display_name: "token-app",
    policies: ["app", "default", "people"],
    token_policies: ["app", "default"],
    identity_policies: ["people"],
    policy_results: { allowed: true },
    remaining_uses: 4,
    entity_id: "e-1",
    token_type: "batch",
    token_issue_time: "2026-01-02T03:04:05Z",
  });
  assert.equal(entry.request.client_id, "e-1");
});

test("tokens without an entity count as one client by their policies, as Vault computes it", () => {
  const clientOf = (policies: string[]): string =>
    made("request", aSubject({ token: { policies }, policies })).request.client_id;
  assert.equal(clientOf(["root"]), "0DHqvq2D77kL2/JTPSZkTMJbkFVmUu0TzMi0jiXcFy8=");
  assert.equal(clientOf(["default", "b", "a"]), "bXQoRWTMMagNRD/6lt2+EmFQAtEG9eKRgjedGC6GgOI=");
});

test("nobody known: the token that was tried is hashed, and nothing is said of anyone", () => {
  const allowed = made("request", aStrangersSubject());
  assert.deepEqual(allowed.auth, { policy_results: { allowed: true }, token_type: "default" });
  const denied = new VaultError("permission_denied", "permission denied");
  const entry = made("request", aStrangersSubject(), { error: denied });
  assert.deepEqual(entry.auth, { token_type: "default" });
  assert.deepEqual(Object.keys(entry.request), [
    ...["id", "operation", "client_token", "namespace", "path", "remote_address", "remote_port"],
  ]);
  assert.equal(entry.request.client_token, hash(SUBJECT_TOKEN));
});

test("accessors may stay readable; tokens and data may not, but for log_raw", () => {
  const reply = { data: { id: "x", accessor: "y" } };
  const answer = anAnswer({ reply, auth: minted });
  const open = made("response", aSubject(), { answer }, { hmacAccessor: false });
  assert.equal(open.auth.accessor, SUBJECT_ACCESSOR);
  assert.equal(open.request.client_token_accessor, SUBJECT_ACCESSOR);
  assert.equal(open.response.auth.accessor, "new-accessor");
  assert.equal(open.auth.client_token, hash(SUBJECT_TOKEN));
  assert.equal(open.response.data.accessor, hash("y"));
  const raw = made("response", aSubject(), { answer }, { values: CLEAR_VALUES });
  assert.equal(raw.auth.client_token, SUBJECT_TOKEN);
  assert.deepEqual(raw.response.data, { id: "x", accessor: "y" });
});

test("what a mount exempts is clear in its own direction only", () => {
  const parameters = new Map([
    ["asked", new RawJson(utf8('"a"'))],
    ["told", new RawJson(utf8('"b"'))],
  ]);
  const config = {
    ...(aSubject().mount?.config as NonNullable<AuditSubject["mount"]>["config"]),
    auditNonHmacRequestKeys: ["asked"],
    auditNonHmacResponseKeys: ["told"],
  };
  const answer = anAnswer({ reply: { data: { asked: "a", told: "b" } } });
  const entry = made("response", aSubject({ parameters, mount: { config } }), { answer });
  assert.deepEqual(entry.request.data, { asked: "a", told: hash("b") });
  assert.deepEqual(entry.response.data, { asked: hash("a"), told: "b" });
});

test("a prefix comes first on the line, and a test entry is one", () => {
  const entry = entryOf({ prefix: "@cee: " });
  assert.ok(entry.line("request", aSubject(), {}, TIME).startsWith('@cee: {"time":'));
  assert.equal(
    entry.testLine("id-1", TIME),
    `@cee: {"time":"${TIME}","type":"request","auth":{"token_type":"default"},"request":{"id":"id-1","operation":"update","namespace":{"id":"root"},"path":"sys/audit/test"}}\n`,
  );
});

test("names and paths with every kind of letter stay JSON on one line", () => {
  const odd = 'a"b\\c\n\u0000\u2028\ud800é😀';
  const subject = aSubject({
    path: odd,
    mount: { path: odd, type: odd, accessor: odd },
    token: { displayName: odd, policies: [odd], metadata: { [odd]: odd } },
    policies: [odd],
  });
  const entry = made("response", subject, {
    answer: anAnswer({ lease: { id: odd, seconds: 1, renewable: false } }),
  });
  assert.equal(entry.request.path, odd);
  assert.equal(entry.auth.metadata[odd], odd);
  assert.equal(entry.response.secret.lease_id, odd);
});
