// A place for one token alone (vault-api.md §4.10).
import assert from "node:assert/strict";
import { test } from "node:test";
import { cubbyholeEngine } from "#engines/cubbyhole/cubbyhole-engine.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";

const policies = { own: { "cubbyhole/*": ["create", "read", "update", "delete", "list"] as const } };
const withCubbyholes = () =>
  aCore({ engines: [cubbyholeEngine], mounts: [{ path: "cubbyhole/", type: "cubbyhole" }], policies });

async function aToken(core: TestCore, type = "service"): Promise<string> {
  const { auth, errors } = await core.post("auth/token/create", { policies: ["own"], type });
  assert.ok(auth, errors.join());
  return auth.client_token;
}

test("a token reads what it wrote, and nobody else does, root neither", async () => {
  const core = await withCubbyholes();
  const [mine, other] = [await aToken(core), await aToken(core)];
  assert.equal((await core.post("cubbyhole/a", { x: 1, ttl: "5s" }, mine)).status, 204);
  const { data, body } = await core.get("cubbyhole/a", mine);
  assert.deepEqual([data, body.lease_duration], [{ x: 1, ttl: "5s" }, 0]);
  for (const token of [other, core.rootToken]) {
    assert.equal((await core.get("cubbyhole/a", token)).status, 404);
    assert.equal((await core.list("cubbyhole", token)).status, 404);
    await core.delete("cubbyhole/a", token);
    await core.post("cubbyhole/a", { x: "theirs" }, token);
  }
  assert.deepEqual((await core.get("cubbyhole/a", mine)).data, { x: 1, ttl: "5s" });
});

test("names are listed folder by folder and deleted one by one", async () => {
  const core = await withCubbyholes();
  for (const path of ["a", "d/e"]) await core.post(`cubbyhole/${path}`, { x: 1 });
  assert.deepEqual((await core.list("cubbyhole")).data.keys, ["a", "d/"]);
  assert.deepEqual((await core.list("cubbyhole/d")).data.keys, ["e"]);
  for (const time of [1, 2]) assert.equal((await core.delete("cubbyhole/a")).status, 204, `${time}`);
  assert.deepEqual((await core.list("cubbyhole")).data.keys, ["d/"]);
});

test("what a token kept goes with the token", async () => {
  const core = await withCubbyholes();
  const token = await aToken(core);
  await core.post("cubbyhole/a", { x: 1 }, token);
  // The secret, and the guard that each write bumps.
  assert.equal(core.store.allKeys("logical/").length, 2);
  core.thread.runner.start();
  await core.post("auth/token/revoke", { token });
  await core.node.turns.until(() => core.store.allKeys("logical/").length === 0, "its cubbyhole is gone");
  await core.node.turns.during(core.thread.runner.stop());
});

for (const method of ["GET", "POST", "LIST", "DELETE"] as const) {
  test(`a batch token has no cubbyhole to ${method}`, async () => {
    const core = await withCubbyholes();
    const token = await aToken(core, "batch");
    const body = method === "POST" ? { body: { x: 1 } } : {};
    const { status, errors } = await core.request({ method, path: "cubbyhole/a", token, ...body });
    assert.equal(status, 400);
    assert.deepEqual(errors, ["cubbyhole operations are only supported by 'service' type tokens"]);
  });
}

test("a write needs members and a path; a patch is not known; nobody is nobody", async () => {
  const core = await withCubbyholes();
  assert.deepEqual((await core.post("cubbyhole/a", {})).errors, ["missing data fields"]);
  assert.deepEqual((await core.post("cubbyhole", { x: 1 })).errors, ["missing path"]);
  assert.equal((await core.request({ method: "PATCH", path: "cubbyhole/a", body: { x: 1 } })).status, 405);
  assert.equal((await core.get("cubbyhole/a", null)).status, 403);
});
