import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { kvEngine } from "#engines/kv/kv-engine.ts";
import { writeAnswer } from "#http/write-answer.ts";
import { aCore, type CoreOptions } from "#test/core-harness/a-core.ts";
import { asRequest } from "#test/core-harness/test-request.ts";
import { tokenWith } from "./kv-stage.ts";

function withKvV1(more: CoreOptions = {}) {
  const mounts = [
    { path: "kv/", type: "kv" },
    { path: "short/", type: "kv", options: { version: "1" }, config: { defaultTtlSeconds: 3600 } },
  ];
  return aCore({ engines: [kvEngine], mounts, ...more });
}

test("the body of a write is the secret", async () => {
  const core = await withKvV1();
  assert.equal((await core.get("kv/a")).status, 404);
  assert.equal((await core.post("kv/a", { x: 1, path: "p", after: "q" })).status, 204);
  const { status, data, body, warnings } = await core.get("kv/a");
  assert.deepEqual([status, data, warnings], [200, { x: 1, path: "p", after: "q" }, []]);
  assert.deepEqual([body.lease_id, body.renewable, body.lease_duration], ["", false, 2_764_800]);
  await core.post("kv/a", { y: 2 });
  assert.deepEqual((await (await core.restarted()).get("kv/a")).data, { y: 2 });
});

test("values come back as the bytes that went in, whatever their members are called", async () => {
  const core = await withKvV1();
  const names = ["big", "__proto__", "constructor", 'quo"te', "ключ", ""];
  const raw = new RawJson(utf8('{ "n": 9007199254740993, "n": 1e400 }'));
  const body = Object.fromEntries(names.map((name) => [name, raw]));
  Object.defineProperty(body, "__proto__", { value: raw, enumerable: true });
  await core.post("kv/a", body as never);
  const answer = writeAnswer(
    await core.thread.pipeline.handle(asRequest({ method: "GET", path: "kv/a" }, core.rootToken)),
    "kv/a",
  );
  const text = new TextDecoder().decode(answer.body as Uint8Array);
  for (const name of names)
    assert.ok(text.includes(`${JSON.stringify(name)}:{ "n": 9007199254740993, "n": 1e400 }`), text);
});

// What the secret says of its lease, the answer's lease duration.
const leases: [object, number][] = [
  [{ ttl: "30m" }, 1800],
  [{ lease: "10s" }, 10],
  [{ ttl: 90 }, 90],
  [{ ttl: "1d", lease: "5s" }, 86_400],
  [{ ttl: "999999h" }, 3_599_996_400],
  [{ ttl: 0 }, 0],
  [{ ttl: "bad" }, 2_764_800],
  [{ ttl: "" }, 2_764_800],
  [{ ttl: "-5s" }, 2_764_800],
  [{ ttl: {} }, 2_764_800],
  [{ ttl: 1.5 }, 2_764_800],
];
for (const [secret, seconds] of leases) {
  test(`a secret with ${JSON.stringify(secret)} has a lease duration of ${seconds}`, async () => {
    const core = await withKvV1();
    assert.equal((await core.post("kv/a", { ...secret, x: 1 })).status, 204);
    const { body, data } = await core.get("kv/a");
    assert.equal(body.lease_duration, seconds);
    assert.deepEqual(data, { ...secret, x: 1 });
  });
}

test("without one it is the mount's default as it is now", async () => {
  const core = await withKvV1();
  await core.post("short/a", { x: 1 });
  assert.equal((await core.get("short/a")).body.lease_duration, 3600);
});

test("names are listed folder by folder", async () => {
  const core = await withKvV1();
  for (const path of ["a", "a/b", "c/d/e"]) await core.post(`kv/${path}`, { x: 1 });
  assert.deepEqual((await core.list("kv")).data.keys, ["a", "a/", "c/"]);
  assert.deepEqual((await core.list("kv/a")).data.keys, ["b"]);
  assert.equal((await core.list("kv/none")).status, 404);
});

test("a deleted secret is gone, deleting twice is no fault", async () => {
  const core = await withKvV1();
  await core.post("kv/a", { x: 1 });
  for (const time of [1, 2]) assert.equal((await core.delete("kv/a")).status, 204, `${time}`);
  assert.equal((await core.get("kv/a")).status, 404);
  assert.deepEqual(core.store.allKeys("logical/"), []);
});

test("a write needs members and a path; a patch is not known", async () => {
  const core = await withKvV1();
  assert.deepEqual((await core.post("kv/a", {})).errors, ["missing data fields"]);
  assert.deepEqual((await core.post("kv", { x: 1 })).errors, ["missing path"]);
  assert.equal((await core.get("kv")).status, 404);
  assert.equal((await core.delete("kv")).status, 204);
  assert.equal((await core.request({ method: "PATCH", path: "kv/a", body: { x: 1 } })).status, 405);
});

test("writing what is not there needs create, what is there update", async () => {
  const policies = { con: { "kv/*": ["create" as const] }, upd: { "kv/*": ["update" as const] } };
  const core = await withKvV1({ policies });
  const [con, upd] = [await tokenWith(core, "con"), await tokenWith(core, "upd")];
  const write = async (token: string) => (await core.post("kv/a", { x: 1 }, token)).status;
  assert.deepEqual(
    [await write(upd), await write(con), await write(con), await write(upd)],
    [403, 204, 403, 204],
  );
});

test("paths that another engine gives a meaning are secrets like others", async () => {
  const core = await withKvV1();
  for (const path of ["kv/data/a", "kv/config", "kv/k/a", "kv/v1/a"]) {
    await core.post(path, { path });
    assert.deepEqual((await core.get(path)).data, { path });
  }
});

test("options that kv does not have are refused", () => {
  for (const version of ["3", "0", "v2", "02"])
    assert.match(kvEngine.checkOptions?.({ version }) ?? "", /"1" or "2"/);
  for (const options of [{}, { version: "1" }, { version: "2" }]) {
    assert.equal(kvEngine.checkOptions?.(options), undefined);
  }
});
