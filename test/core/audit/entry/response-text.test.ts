import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Answer } from "#core/answer.ts";
import { aStrangersSubject, aSubject } from "../stage/a-subject.ts";
import { anAnswer, hash, MOUNT, made, minted } from "../stage/made-entry.ts";

test("an answer without a body leaves the mount alone in the response", () => {
  assert.deepEqual(made("response", aSubject(), { answer: anAnswer() }).response, MOUNT);
});

test("a token that was minted stands in the response; a login's is also who asked", () => {
  const auth = {
    client_token: hash("hvs.new"),
    accessor: hash("new-accessor"),
    policies: ["default", "web", "people"],
    token_policies: ["default", "web"],
    identity_policies: ["people"],
    metadata: { username: "bob" },
    num_uses: 3,
    entity_id: "entity-1",
    token_type: "service",
    token_ttl: 7200,
  };
  const created = made("response", aSubject(), { answer: anAnswer({ auth: minted }) });
  assert.deepEqual(created.response.auth, auth);
  assert.equal(created.auth.display_name, "token-app");
  const login = made("response", aStrangersSubject(), { answer: anAnswer({ auth: minted }) });
  assert.deepEqual(login.auth, auth);
});

test("a refusal says so in a fixed phrase, with its code and its reason; its message is hashed", () => {
  const denied = new VaultError("permission_denied", "denied to CANARY", {
    cause: "no read on secret/data/app",
  });
  const entry = made("response", aSubject(), { error: denied });
  assert.equal(entry.auth.policy_results.allowed, false);
  assert.equal(entry.error, "1 error occurred:\n\t* permission denied\n\n");
  assert.equal(entry.error_code, "permission_denied");
  assert.equal(entry.error_reason, "no read on secret/data/app");
  assert.deepEqual(entry.response, { ...MOUNT, data: { error: hash("denied to CANARY") } });
});

test("no error's message, cause, data or warning is in clear, whatever its code (CVE-2025-4166, CVE-2025-52893)", () => {
  const options = {
    cause: new Error("CANARY"),
    data: { note: "CANARY", list: ["CANARY"] },
    warnings: ["CANARY"],
  };
  const errors: unknown[] = [
    new VaultError("invalid_request", "field CANARY", { ...options, cause: "CANARY" }),
    new VaultError("internal", "CANARY", options),
    new VaultError("permission_denied", "CANARY", options),
    new VaultError("upstream_failed", "CANARY", { ...options, data: "CANARY" }),
    new TypeError("CANARY"),
    "CANARY",
    { toString: () => "CANARY" },
  ];
  for (const error of errors) {
    for (const kind of ["request", "response"] as const) {
      const entry = made(kind, aSubject(), { error });
      assert.doesNotMatch(JSON.stringify(entry), /CANARY/);
      assert.equal(typeof entry.error_code, "string");
    }
  }
  const { response } = made("response", aSubject(), { error: errors[0] });
  assert.deepEqual(response.data, {
    note: hash("CANARY"),
    list: [hash("CANARY")],
    error: hash("field CANARY"),
  });
});

test("raw bodies are hashed as bytes, streams pass by, headers of answers are hashed (CVE-2025-62513)", () => {
  const raw = { contentType: "text/plain", body: utf8("CANARY bytes") };
  const reply = { raw, status: 201, headers: { etag: "CANARY" } };
  const { response } = made("response", aSubject(), { answer: anAnswer({ reply }) });
  assert.deepEqual(response, {
    ...MOUNT,
    data: {
      http_content_type: hash("text/plain"),
      http_raw_body: hash("CANARY bytes"),
      http_status_code: 201,
    },
    headers: { etag: [hash("CANARY")] },
  });
  const streamed = { raw: { contentType: "x", body: new ReadableStream<Uint8Array>() } };
  const passed = made("response", aSubject(), { answer: anAnswer({ reply: streamed }) });
  assert.deepEqual(passed.response.data, { http_content_type: hash("x"), http_status_code: 200 });
});

test("elided, lists are their lengths; other answers stay", () => {
  const reply = { data: { keys: ["a", "b/"], key_info: { a: { x: "1" }, "b/": {} }, more: "m" } };
  const list = anAnswer({ reply, operation: "list" });
  const read = anAnswer({ reply, operation: "read" });
  const dataOf = (answer: Answer, elideListResponses: boolean) =>
    made("response", aSubject(), { answer }, { elideListResponses }).response.data;
  assert.deepEqual(dataOf(list, true), { keys: 2, key_info: 2, more: hash("m") });
  assert.deepEqual(dataOf(read, true).keys, [hash("a"), hash("b/")]);
  assert.deepEqual(dataOf(list, false).keys, [hash("a"), hash("b/")]);
  assert.deepEqual(reply.data.keys, ["a", "b/"], "the answer itself is untouched");
});

test("both entries say what the request turned out to be: a create, not an update", () => {
  const subject = { ...aSubject({ operation: "update" }), operation: "create" as const };
  assert.equal(made("request", subject).request.operation, "create");
  assert.equal(made("response", subject, { answer: anAnswer() }).request.operation, "create");
});
