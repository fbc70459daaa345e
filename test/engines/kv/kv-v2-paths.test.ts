// Names without values, paths that name no secret, and who may do what.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, patch, tokenWith, version, withKv } from "./kv-stage.ts";

const nested = { a: { b: { c: 1, e: {} }, l: [1, { z: 1 }] }, d: "x", n: null };
const shapes: [string | undefined, object][] = [
  [undefined, { a: { b: { c: null, e: null }, l: null }, d: null, n: null }],
  ["0", { a: { b: { c: null, e: null }, l: null }, d: null, n: null }],
  ["1", { a: null, d: null, n: null }],
  ["2", { a: { b: null, l: null }, d: null, n: null }],
  ["-1", { a: null, d: null, n: null }],
];
for (const [depth, subkeys] of shapes) {
  test(`subkeys to the depth ${depth} show names without values`, async () => {
    const core = await withKv();
    await core.post("secret/data/a", { data: nested });
    const query = depth === undefined ? {} : { depth };
    const { data } = await core.request({ method: "GET", path: "secret/subkeys/a", query });
    assert.deepEqual(data, { subkeys, metadata: version(1) });
  });
}

test("subkeys of an old, an absent and a deleted version", async () => {
  const core = await withKv();
  await core.post("secret/data/a", { data: { old: 1 } });
  await core.post("secret/data/a", { data: {} });
  const ask = (query = {}) => core.request({ method: "GET", path: "secret/subkeys/a", query });
  assert.deepEqual((await ask({ version: "1" })).data, { subkeys: { old: null }, metadata: version(1) });
  assert.equal((await ask()).data.subkeys, null);
  assert.equal((await ask({ version: "3" })).status, 404);
  assert.equal((await core.get("secret/subkeys/none")).status, 404);
  await core.delete("secret/data/a");
  const gone = await ask();
  assert.equal(gone.status, 404);
  assert.deepEqual(gone.data, { subkeys: null, metadata: version(2, { deletion_time: at(0) }) });
});

test("an object whose members are called like those of every object keeps them", async () => {
  const core = await withKv();
  const data = JSON.parse('{"__proto__":{"x":1},"constructor":1}');
  await core.post("secret/data/a", { data });
  const { subkeys } = (await core.get("secret/subkeys/a")).data;
  assert.equal(JSON.stringify(subkeys), '{"__proto__":{"x":null},"constructor":null}');
});

const verbs: ["GET" | "POST" | "DELETE" | "LIST" | "PATCH", string][] = [
  ["GET", "get"],
  ["POST", "put"],
  ["DELETE", "delete"],
  ["LIST", "list"],
  ["PATCH", "patch"],
];
for (const [method, verb] of verbs) {
  test(`a ${method} on a path of version 1 is told what to ask instead`, async () => {
    const core = await withKv();
    const body = method === "POST" || method === "PATCH" ? { body: { x: 1 } } : {};
    const answer = await core.request({ method, path: "secret/a", ...body });
    assert.equal(answer.status, 404);
    assert.equal(answer.data, null);
    assert.deepEqual(answer.warnings, [
      "Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use. " +
        `If using the Vault CLI, use 'vault kv ${verb}' for this operation.`,
    ]);
  });
}

test("the roots of version 2's paths name no secret", async () => {
  const core = await withKv();
  for (const root of ["data", "metadata", "subkeys"]) {
    const { status, warnings } = await core.get(`secret/${root}`);
    assert.equal(status, 404);
    assert.deepEqual(warnings, ["Non-listing operations on the root of a K/V v2 mount are not supported."]);
    assert.deepEqual((await core.get(`secret/${root}/`)).body, { errors: [] });
  }
  for (const root of ["data", "delete", "undelete", "destroy", "metadata"]) {
    assert.equal((await core.post(`secret/${root}`, { data: {}, versions: [1] })).status, 404);
  }
  assert.deepEqual(core.store.allKeys("logical/"), []);
});

test("operations that a path does not have are refused", async () => {
  const core = await withKv();
  for (const path of ["secret/delete/a", "secret/undelete/a", "secret/destroy/a"]) {
    assert.equal((await core.get(path)).status, 405);
    assert.equal((await core.delete(path)).status, 405);
    assert.equal((await patch(core, path, { versions: [1] })).status, 405);
  }
  assert.equal((await core.list("secret/data")).status, 405);
  assert.equal((await core.delete("secret/config")).status, 405);
  assert.equal((await core.post("secret/subkeys/a", {})).status, 405);
});

test("writing what is not there needs create, what is there update", async () => {
  const policies = { con: { "secret/*": ["create" as const] }, upd: { "secret/*": ["update" as const] } };
  const core = await withKv({ policies });
  const [con, upd] = [await tokenWith(core, "con"), await tokenWith(core, "upd")];
  const may = async (path: string, token: string) =>
    (await core.post(path, { data: {}, versions: [9], max_versions: 1 }, token)).status !== 403;
  for (const room of ["data", "metadata"]) {
    assert.equal(await may(`secret/${room}/new-${room}`, upd), false);
    assert.equal(await may(`secret/${room}/new-${room}`, con), true);
    assert.equal(await may(`secret/${room}/new-${room}`, con), false);
    assert.equal(await may(`secret/${room}/new-${room}`, upd), true);
  }
  for (const room of ["delete", "undelete", "destroy"]) {
    assert.equal(await may(`secret/${room}/none`, con), false);
    assert.equal(await may(`secret/${room}/none`, upd), true);
  }
  assert.equal(await may("secret/config", con), false);
});

test("each path needs a capability of its own, and metadata shows no value", async () => {
  const policies = { meta: { "secret/metadata/*": ["read" as const, "list" as const] } };
  const core = await withKv({ policies });
  await core.post("secret/data/a", { data: { x: "canary" } });
  const token = await tokenWith(core, "meta");
  const shown = await core.get("secret/metadata/a", token);
  assert.equal(shown.status, 200);
  assert.doesNotMatch(JSON.stringify(shown.body), /canary/);
  for (const room of ["data", "subkeys", "detailed-metadata"]) {
    assert.equal((await core.get(`secret/${room}/a`, token)).status, 403);
  }
  for (const room of ["data", "delete", "undelete", "destroy", "metadata"]) {
    assert.equal((await core.post(`secret/${room}/a`, { versions: [1], data: {} }, token)).status, 403);
  }
  assert.equal((await core.delete("secret/data/a", token)).status, 403);
  assert.equal((await core.delete("secret/metadata/a", token)).status, 403);
});
