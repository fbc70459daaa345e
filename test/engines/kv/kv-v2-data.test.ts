// Versions of a secret as clients see them (vault-api.md §4.12). Statuses, key sets and texts are those of Vault and of
// OpenBao 2.6.2, observed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { writeAnswer } from "#http/write-answer.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { asRequest } from "#test/core-harness/test-request.ts";
import { at, patch, readVersion, records, version, withKv } from "./kv-stage.ts";

test("a secret is written and read back with what is known of it", async () => {
  const core = await withKv();
  const written = await core.post("secret/data/a", { data: { x: 1 } });
  assert.equal(written.status, 200);
  assert.deepEqual(written.data, version(1));
  const read = await core.get("secret/data/a");
  assert.equal(read.status, 200);
  assert.deepEqual(read.data, { data: { x: 1 }, metadata: version(1) });
  assert.equal(read.body.lease_duration, 0);
});

test("what was never written is not found", async () => {
  const core = await withKv();
  const { status, body } = await core.get("secret/data/nope");
  assert.deepEqual([status, body], [404, { errors: [] }]);
});

test("each write makes a version, and old ones can be asked for", async () => {
  const core = await withKv();
  await core.post("secret/data/a", { data: { x: 1 } });
  core.clock.advanceSeconds(1);
  await core.post("secret/data/a", { data: { x: 2 } });
  const read = async (asked: number) => (await readVersion(core, "a", asked)).data;
  assert.deepEqual(await read(1), { data: { x: 1 }, metadata: version(1) });
  const second = { data: { x: 2 }, metadata: version(2, { created_time: at(1) }) };
  assert.deepEqual(await read(2), second);
  assert.deepEqual(await read(0), second);
  assert.deepEqual(await read(-1), second);
  assert.equal(await read(3), undefined);
});

test("a value comes back as the bytes that went in", async () => {
  const core = await withKv();
  const text =
    '{ "big" : 9007199254740993,"exponent":1e400,"twice":1,"twice":2,"2":0,"1":0,"\\u0041":"\\/" }';
  await core.post("secret/data/a", { data: new RawJson(utf8(text)) as never });
  const answer = await textOfAnswer(core, "secret/data/a");
  assert.ok(answer.includes(`"data":${text},"metadata"`), answer);
});

async function textOfAnswer(core: TestCore, path: string): Promise<string> {
  const request = asRequest({ method: "GET", path }, core.rootToken);
  const { body } = writeAnswer(await core.thread.pipeline.handle(request), path);
  return new TextDecoder().decode(body as Uint8Array);
}

for (const size of [4095, 4096, 4097, 200_000]) {
  test(`a value of ${size} bytes is kept through newer versions, a restart and removal`, async () => {
    const core = await withKv();
    const value = { x: "v".repeat(size - 8) };
    await core.post("secret/data/a", { data: value });
    assert.deepEqual((await core.get("secret/data/a")).data.data, value);
    await core.post("secret/data/a", { data: { small: true } });
    const later = await core.restarted();
    assert.deepEqual((await readVersion(later, "a", 1)).data.data, value);
    await later.post("secret/destroy/a", { versions: [1, 2] });
    const left = later.store.allKeys("logical/");
    assert.equal(left.length, 1, left.join());
  });
}

const refusedWrites: [string, object, string][] = [
  ["no data", {}, "no data provided"],
  ["data under another name", { x: 1 }, "no data provided"],
  ["text for data", { data: "text" }, expectedObject("data")],
  ["a number for data", { data: 5 }, expectedObject("data")],
  ["a list for data", { data: ["a=b"] }, expectedObject("data")],
  ["text for options", { data: {}, options: "cas" }, expectedObject("options")],
  ["a word for cas", { data: {}, options: { cas: "x" } }, "error parsing check-and-set parameter"],
  ["a fraction for cas", { data: {}, options: { cas: 1.5 } }, "error parsing check-and-set parameter"],
  ["an object for cas", { data: {}, options: { cas: {} } }, "error parsing check-and-set parameter"],
];

function expectedObject(field: string): string {
  return `Field validation failed: error converting input for field "${field}": expected an object`;
}

for (const [what, body, message] of refusedWrites) {
  test(`a write with ${what} is refused and writes nothing`, async () => {
    const core = await withKv();
    const { status, errors } = await core.post("secret/data/a", body as never);
    assert.deepEqual([status, errors], [400, [message]]);
    assert.deepEqual(core.store.allKeys("logical/"), []);
  });
}

test("null and an empty object are values; null options are none; unknown parameters are named", async () => {
  const core = await withKv();
  assert.equal((await core.post("secret/data/a", { data: null, options: null })).status, 200);
  assert.equal((await core.get("secret/data/a")).data.data, null);
  assert.equal((await core.post("secret/data/a", { data: {}, options: { other: 1 } })).data.version, 2);
  assert.deepEqual((await core.get("secret/data/a")).data.data, {});
  const { warnings } = await core.post("secret/data/a", { data: {}, extra: 1 });
  assert.deepEqual(warnings, ["Endpoint ignored these unrecognized parameters: [extra]"]);
});

const NO_MATCH = "check-and-set parameter did not match the current version";

test("check-and-set names the version that is replaced; 0 means that there is none", async () => {
  const core = await withKv();
  const write = async (cas: unknown) => {
    const { data, errors } = await core.post("secret/data/a", { data: { x: 1 }, options: { cas } });
    return data?.version ?? errors[0];
  };
  assert.equal(await write(1), NO_MATCH);
  assert.equal(await write(0), 1);
  assert.equal(await write(0), NO_MATCH);
  assert.equal(await write("1"), 2);
  assert.equal(await write(null), NO_MATCH);
  assert.equal(await write(-1), NO_MATCH);
  await core.delete("secret/data/a");
  assert.equal(await write(2), 3);
  await core.post("secret/destroy/a", { versions: [1, 2, 3] });
  assert.equal(await write(0), NO_MATCH);
  await core.delete("secret/metadata/a");
  assert.equal(await write(0), 1);
});

for (const where of ["secret/config", "secret/metadata/a"]) {
  test(`cas_required in ${where} is demanded of every write and patch`, async () => {
    const core = await withKv();
    await core.post(where, { cas_required: true });
    const body = { data: { x: 1 } };
    const refused = await core.post("secret/data/a", body);
    assert.deepEqual(refused.errors, ["check-and-set parameter required for this call"]);
    assert.equal((await core.post("secret/data/a", { ...body, options: { cas: 0 } })).status, 200);
    assert.deepEqual((await patch(core, "secret/data/a", body)).errors, [
      "check-and-set parameter required for this call",
    ]);
  });
}

test("a deleted version answers 404 with what is known of it, and can be undeleted", async () => {
  const core = await withKv();
  await core.post("secret/data/a", { data: { x: 1 } });
  core.clock.advanceSeconds(1);
  assert.equal((await core.delete("secret/data/a")).status, 204);
  const gone = await core.get("secret/data/a");
  assert.equal(gone.status, 404);
  assert.deepEqual(gone.data, { data: null, metadata: version(1, { deletion_time: at(1) }) });
  core.clock.advanceSeconds(1);
  await core.delete("secret/data/a");
  assert.equal((await core.get("secret/data/a")).data.metadata.deletion_time, at(1));
  assert.equal((await core.post("secret/undelete/a", { versions: [1] })).status, 204);
  assert.deepEqual((await core.get("secret/data/a")).data, { data: { x: 1 }, metadata: version(1) });
});

test("versions are deleted by number; those that are not there are passed over", async () => {
  const core = await withKv();
  for (const x of [1, 2, 3]) await core.post("secret/data/a", { data: { x } });
  assert.equal((await core.post("secret/delete/a", { versions: "1, 2" })).status, 204);
  assert.equal((await core.post("secret/delete/a", { versions: [2, 99, 0, -1] })).status, 204);
  const { versions } = (await core.get("secret/metadata/a")).data;
  assert.deepEqual(
    [1, 2, 3].map((number) => versions[number].deletion_time !== ""),
    [true, true, false],
  );
  for (const way of ["delete", "undelete", "destroy"]) {
    assert.equal((await core.post(`secret/${way}/absent`, { versions: [1] })).status, 204);
    for (const body of [{}, { versions: [] }, { versions: "" }]) {
      const { status, errors } = await core.post(`secret/${way}/a`, body);
      assert.deepEqual([status, errors], [400, ["No version number provided"]]);
    }
    assert.equal((await core.post(`secret/${way}/a`, { versions: ["x"] })).status, 400);
  }
});

test("a destroyed version is gone for good and its bytes are in no record", async () => {
  const core = await withKv();
  for (const x of ["first", "second"]) await core.post("secret/data/a", { data: { x } });
  for (const asked of [1, 2]) {
    assert.equal((await core.post("secret/destroy/a", { versions: [asked] })).status, 204);
    assert.equal((await core.post("secret/destroy/a", { versions: [asked] })).status, 204);
    await core.post("secret/undelete/a", { versions: [asked] });
    const { status, data } = await readVersion(core, "a", asked);
    assert.equal(status, 404);
    assert.deepEqual(data, { data: null, metadata: version(asked, { destroyed: true }) });
  }
  for (const record of records(core).values()) assert.doesNotMatch(record, /first|second/);
});

test("delete, undelete and destroy leave the bytes of other versions alone", async () => {
  const core = await withKv();
  for (const x of [1, 2, 3]) await core.post("secret/data/a", { data: { x } });
  await core.post("secret/destroy/a", { versions: [2] });
  await core.post("secret/delete/a", { versions: [3] });
  await core.post("secret/undelete/a", { versions: [3] });
  await core.post("secret/data/a", { data: { x: 4 } });
  const read = async (asked: number) => (await readVersion(core, "a", asked)).data.data;
  assert.deepEqual(
    [await read(1), await read(2), await read(3), await read(4)],
    [{ x: 1 }, null, { x: 3 }, { x: 4 }],
  );
});

test("a second thread and a restarted node see the same", async () => {
  const core = await withKv();
  await core.post("secret/data/a", { data: { x: 1 } });
  assert.deepEqual((await core.anotherThread().get("secret/data/a")).data.data, { x: 1 });
  assert.deepEqual((await (await core.restarted()).get("secret/data/a")).data.data, { x: 1 });
});
