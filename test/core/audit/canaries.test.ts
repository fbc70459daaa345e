// Values planted in every place of a request and an answer: none may come out of a hashing device in any form.
import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { assertNoLeak } from "#test/assert-no-leak.ts";
import { auditedCore, declaredFile } from "./stage/audited-core.ts";
import { issueToken } from "./stage/issue-token.ts";
import { ScratchDirectory } from "./stage/scratch-directory.ts";

const CANARY = "CANARY/7f3e+91ab=c2d4";

test("what clients send and get is in no audit line, in no form; who asked for which path is", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore({ declared: [declaredFile("a/", scratch.file("a.log"))] });
  const value = { text: CANARY, list: [CANARY, [CANARY, { deep: CANARY }]], escaped: `"\n${CANARY}\\` };
  await core.post("sys/config/auditing/request-headers/x-secret", { hmac: true });
  await core.post("b/box/one", { value, unknown: CANARY });
  assert.equal((await core.get("b/box/one")).data.text, CANARY);
  await core.request({ method: "GET", path: "b/box/one", query: { q: CANARY, many: [CANARY, CANARY] } });
  await core.request({
    method: "GET",
    path: "b/box/one",
    headers: { "x-secret": CANARY, "x-other": CANARY },
  });
  await core.post("b/broken", { value: CANARY });
  await core.post("b/nothing/here", { value: CANARY });
  await core.post("nowhere/at/all", { value: CANARY });
  await core.post("sys/audit-hash/a", { input: CANARY });
  await core.post("sys/audit-hash/a", { input: [CANARY, { x: CANARY }] });
  await core.post("sys/audit/x", { type: CANARY, options: { path: `/${CANARY}`, prefix: CANARY } });
  await core.post("sys/audit/x", { type: "file", description: CANARY, options: [CANARY] });
  const log = scratch.text("a.log");
  assertNoLeak(utf8(CANARY), log);
  assertNoLeak(utf8(core.rootToken), log);
  const paths = new Set(scratch.entries("a.log").map((entry) => entry.request.path));
  for (const path of ["b/box/one", "b/broken", "nowhere/at/all", "sys/audit-hash/a"])
    assert.ok(paths.has(path), path);
});

test("a field of a wrong type is refused without its value, and hashed in the log (CVE-2025-4166, CVE-2025-52893)", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore({ declared: [declaredFile("a/", scratch.file("a.log"))] });
  const wrong: [path: string, body: Record<string, unknown>][] = [
    ["sys/audit/x", { type: { a: CANARY } }],
    ["sys/audit/x", { type: "file", description: [CANARY] }],
    ["sys/audit/x", { type: "file", options: CANARY }],
    ["sys/audit/x", { type: "file", options: { path: { a: CANARY } } }],
    ["sys/audit/x", { type: "file", local: CANARY }],
    ["sys/audit-hash/a", { input: { a: CANARY } }],
    ["sys/config/auditing/request-headers/x-a", { hmac: CANARY }],
    ["sys/config/auditing/request-headers/x-a", { hmac: [CANARY] }],
  ];
  for (const [path, body] of wrong) {
    const answer = await core.post(path, body);
    assert.equal(answer.status, 400, JSON.stringify(body));
    assertNoLeak(utf8(CANARY), answer.body, answer.errors);
  }
  assertNoLeak(utf8(CANARY), scratch.text("a.log"), JSON.stringify(core.logger.lines));
  const last = scratch.entries("a.log").at(-1);
  assert.equal(last.request.data.hmac.length, 1);
  assert.match(last.request.data.hmac[0], /^hmac-sha256:[0-9a-f]{64}$/);
});

test("a refused request is written down twice, with who, what and why", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore({ declared: [declaredFile("a/", scratch.file("a.log"))] });
  const token = await issueToken(core, ["readers"]);
  const answer = await core.post("b/box/one", { value: CANARY }, token);
  assert.equal(answer.status, 403);
  const entries = scratch.entries("a.log");
  assert.deepEqual(
    entries.map(({ type, error_code, auth }) => [type, error_code, auth.policy_results.allowed]),
    [
      ["request", "permission_denied", false],
      ["response", "permission_denied", false],
    ],
  );
  assertNoLeak(utf8(token), scratch.text("a.log"));
});

test("with every device blocked nothing runs and nothing is answered, on every path (GHSA-q74w)", async () => {
  const files = {
    writeSync: (() => {
      throw Object.assign(new Error("write failed"), { code: "ENOSPC" });
    }) as never,
  };
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore({ declared: [declaredFile("a/", scratch.file("a.log"))], files });
  const before = core.store.allKeys();
  const answers = await Promise.all([
    core.get("sys/audit"),
    core.post("sys/audit-hash/a", { input: "x" }),
    core.post("b/box/one", { value: CANARY }),
    core.get("b/box/one"),
    core.list("b"),
    core.get("nowhere"),
    core.post("sys/config/auditing/request-headers/x-a"),
    core.delete("sys/audit/a"),
  ]);
  for (const { status, body } of answers) {
    assert.equal(status, 500);
    assert.deepEqual(body, { errors: ["failed to audit request, cannot continue"] });
  }
  assert.deepEqual(core.store.allKeys(), before);
});

test("an answer that could not be written down does not leave, though its request was (GHSA-q74w)", async () => {
  using scratch = new ScratchDirectory();
  let writes = 0;
  const files = {
    writeSync: ((...args: Parameters<typeof fs.writeSync>) => {
      if (++writes > 1) throw Object.assign(new Error("write failed"), { code: "ENOSPC" });
      return fs.writeSync(...args);
    }) as never,
  };
  const { core } = await auditedCore({ declared: [declaredFile("a/", scratch.file("a.log"))], files });
  const answer = await core.get("sys/audit");
  assert.deepEqual([answer.status, answer.errors], [500, ["failed to audit response, cannot continue"]]);
  assert.deepEqual(
    scratch.entries("a.log").map(({ type }) => type),
    ["request"],
  );
});
