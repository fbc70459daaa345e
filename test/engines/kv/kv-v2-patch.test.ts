import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { patch, records, tokenWith, version, withKv } from "./kv-stage.ts";

test("a patch merges into the newest version and makes a new one; numbers keep their digits", async () => {
  const core = await withKv();
  await core.post("secret/data/a", { data: { a: 1, b: { c: 1 }, list: [1] } });
  const data = new RawJson(utf8('{"a":null,"b":{"d":123456789012345678901234567890.10},"list":[2]}'));
  const patched = await patch(core, "secret/data/a", { data });
  assert.deepEqual([patched.status, patched.data], [200, version(2)]);
  const stored = [...records(core).values()].join();
  assert.ok(stored.includes('{"b":{"c":1,"d":123456789012345678901234567890.10},"list":[2]}'), stored);
});

test("null is an empty patch, and null as value is an empty object to patch", async () => {
  const core = await withKv();
  await core.post("secret/data/a", { data: null });
  assert.equal((await patch(core, "secret/data/a", { data: null })).data.version, 2);
  await patch(core, "secret/data/a", { data: { x: 1 } });
  assert.deepEqual((await core.get("secret/data/a")).data.data, { x: 1 });
});

test("only a newest version that can be read is patched", async () => {
  const core = await withKv();
  const absent = await patch(core, "secret/data/a", { data: { x: 1 } });
  assert.deepEqual([absent.status, absent.body], [404, { errors: [] }]);
  await core.post("secret/metadata/empty", { max_versions: 1 });
  assert.equal((await patch(core, "secret/data/empty", { data: { x: 1 } })).status, 404);
  await core.post("secret/data/a", { data: { x: 1 } });
  await core.delete("secret/data/a");
  const gone = await patch(core, "secret/data/a", { data: { x: 2 } });
  assert.equal(gone.status, 404);
  assert.equal(gone.data.version, 1);
  await core.post("secret/destroy/a", { versions: [1] });
  assert.equal((await patch(core, "secret/data/a", { data: { x: 2 } })).data.destroyed, true);
  assert.equal((await core.get("secret/metadata/a")).data.current_version, 1);
});

test("a patch needs data, and check-and-set holds for it", async () => {
  const core = await withKv();
  await core.post("secret/data/a", { data: { x: 1 } });
  assert.deepEqual((await patch(core, "secret/data/a", {})).errors, ["no data provided"]);
  assert.equal((await patch(core, "secret/data/a", { data: "text" })).status, 400);
  const wrong = await patch(core, "secret/data/a", { data: {}, options: { cas: 2 } });
  assert.deepEqual(wrong.errors, ["check-and-set parameter did not match the current version"]);
  assert.equal((await patch(core, "secret/data/a", { data: {}, options: { cas: 1 } })).data.version, 2);
});

test("a patch needs the capability patch, a read after it needs read", async () => {
  const policies = {
    patcher: { "secret/data/*": ["patch" as const] },
    updater: { "secret/data/*": ["update" as const] },
  };
  const core = await withKv({ policies });
  await core.post("secret/data/a", { data: { x: 1 } });
  const [patcher, updater] = [await tokenWith(core, "patcher"), await tokenWith(core, "updater")];
  const body = { data: { y: 1 } };
  const ask = (token: string) => core.request({ method: "PATCH", path: "secret/data/a", body, token });
  assert.equal((await ask(patcher)).status, 200);
  assert.equal((await ask(updater)).status, 403);
  assert.equal((await core.get("secret/data/a", patcher)).status, 403);
});
