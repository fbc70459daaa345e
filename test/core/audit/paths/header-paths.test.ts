import assert from "node:assert/strict";
import { test } from "node:test";
import { auditedCore, declaredFile } from "../stage/audited-core.ts";
import { ScratchDirectory } from "../stage/scratch-directory.ts";

const PATH = "sys/config/auditing/request-headers";

test("a header is registered, listed, read by any spelling, and removed", async () => {
  const { core } = await auditedCore();
  assert.equal((await core.post(`${PATH}/X-Forwarded-User`, { hmac: true })).status, 204);
  assert.equal((await core.post(`${PATH}/User-Agent`)).status, 204);
  const listed = await core.get(PATH);
  assert.deepEqual(listed.data, {
    headers: { "user-agent": { hmac: false }, "x-forwarded-user": { hmac: true } },
  });
  assert.deepEqual(listed.body.headers, listed.data.headers);
  assert.deepEqual((await core.get(`${PATH}/X-Forwarded-User`)).data, { "X-Forwarded-User": { hmac: true } });
  assert.deepEqual((await core.get(`${PATH}/x-forwarded-user`)).data, { "x-forwarded-user": { hmac: true } });
  await core.post(`${PATH}/x-forwarded-user`, { hmac: false });
  assert.deepEqual((await core.get(`${PATH}/x-forwarded-user`)).data, {
    "x-forwarded-user": { hmac: false },
  });
  assert.equal((await core.delete(`${PATH}/X-FORWARDED-USER`)).status, 204);
  assert.equal((await core.delete(`${PATH}/X-FORWARDED-USER`)).status, 204);
  const gone = await core.get(`${PATH}/x-forwarded-user`);
  assert.deepEqual([gone.status, gone.errors], [400, ["Could not find header in config"]]);
});

test("only registered headers stand in entries, in clear or hashed; also where log_raw shows values", async () => {
  using scratch = new ScratchDirectory();
  const declared = [
    declaredFile("a/", scratch.file("a.log")),
    declaredFile("raw/", scratch.file("raw.log"), { log_raw: "true" }),
  ];
  const { core } = await auditedCore({ declared });
  await core.post(`${PATH}/x-clear`, { hmac: false });
  await core.post(`${PATH}/x-hashed`, { hmac: true });
  const headers = { "x-clear": "seen", "x-hashed": "CANARY-h", "x-other": "CANARY-o" };
  await core.request({ method: "GET", path: "b/box/x", headers });
  for (const name of ["a", "raw"]) {
    const { hash } = (await core.post(`sys/audit-hash/${name}`, { input: "CANARY-h" })).data;
    const entries = scratch.entries(`${name}.log`).filter((entry) => entry.request.path === "b/box/x");
    assert.equal(entries.length, 2);
    for (const entry of entries) {
      assert.deepEqual(entry.request.headers, { "x-clear": ["seen"], "x-hashed": [hash] });
    }
  }
  assert.doesNotMatch(scratch.text("a.log"), /CANARY/);
});

test("headers that carry tokens are never registered (CVE-2024-2877, CVE-2024-8365, CVE-2026-46358)", async () => {
  const { core } = await auditedCore();
  const names = ["X-Vault-Token", "authorization", "Cookie", "X-Vault-Inline-Auth-Parameter-password"];
  for (const name of names) {
    for (const hmac of [true, false]) {
      const answer = await core.post(`${PATH}/${name}`, { hmac });
      assert.deepEqual(
        [answer.status, answer.errors],
        [400, ["headers that carry tokens or logins are never audited"]],
      );
    }
  }
});

test("there is an end to how many, and to how long", async () => {
  const { core } = await auditedCore();
  assert.equal((await core.post(`${PATH}/${"x".repeat(129)}`)).status, 400);
  for (let count = 0; count < 64; count++) assert.equal((await core.post(`${PATH}/x-${count}`)).status, 204);
  const oneMore = await core.post(`${PATH}/x-more`);
  assert.deepEqual(oneMore.errors, ["at most 64 headers can be audited"]);
  assert.equal((await core.post(`${PATH}/x-1`, { hmac: true })).status, 204);
});
