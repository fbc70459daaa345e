import assert from "node:assert/strict";
import { test } from "node:test";
import { kvEngine } from "#engines/kv/kv-engine.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestRequest } from "#test/core-harness/test-request.ts";

const requests: TestRequest[] = [
  { method: "GET", path: "kv/a" },
  { method: "POST", path: "kv/a", body: { x: 1 } },
  { method: "LIST", path: "kv" },
  { method: "HELP", path: "kv/a" },
  { method: "GET", path: "auth/token/lookup-self" },
  { method: "GET", path: "nowhere/a" },
];

test("H24: a namespace that does not exist is not found, with and without a token; nothing is read or written there", async () => {
  const core = await aCore({ engines: [kvEngine], mounts: [{ path: "kv/", type: "kv" }] });
  await core.post("kv/a", { x: 0 });
  const before = core.store.allKeys();
  for (const namespace of ["team", "team/a", "Root", "root/x"]) {
    for (const request of requests) {
      for (const token of [undefined, null]) {
        const { status, errors } = await core.request({ ...request, namespace, token });
        assert.deepEqual([status, errors], [404, ["namespace not found"]], `${namespace} ${request.path}`);
      }
    }
  }
  assert.deepEqual(core.store.allKeys(), before);
  assert.deepEqual((await core.get("kv/a")).data, { x: 0 });
});

test("a sealed server says so whatever the namespace: clients wait and come again", async () => {
  const core = await aCore();
  core.node.seal();
  assert.equal((await core.request({ method: "GET", path: "kv/a", namespace: "team" })).status, 503);
});
