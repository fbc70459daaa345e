import assert from "node:assert/strict";
import { test } from "node:test";
import { at, patch, readVersion, withKv } from "./kv-stage.ts";

const standard = {
  cas_required: false,
  created_time: at(0),
  current_metadata_version: 0,
  current_version: 0,
  custom_metadata: null,
  delete_version_after: "0s",
  max_versions: 0,
  metadata_cas_required: false,
  oldest_version: 0,
  updated_time: at(0),
  versions: {},
};
const info = (more: object = {}) => ({ created_time: at(0), deletion_time: "", destroyed: false, ...more });

test("metadata tells of every version", async () => {
  const core = await withKv();
  await core.post("secret/data/a", { data: { x: 1 } });
  core.clock.advanceSeconds(1);
  await core.post("secret/data/a", { data: { x: 2 } });
  core.clock.advanceSeconds(1);
  await core.delete("secret/data/a");
  await core.post("secret/destroy/a", { versions: [1] });
  assert.deepEqual((await core.get("secret/metadata/a")).data, {
    ...standard,
    current_version: 2,
    updated_time: at(1),
    versions: {
      1: info({ destroyed: true }),
      2: info({ created_time: at(1), deletion_time: at(2) }),
    },
  });
});

test("a key may have settings before it has a value", async () => {
  const core = await withKv();
  const body = {
    max_versions: 3,
    cas_required: true,
    delete_version_after: "36h",
    custom_metadata: { k: "v" },
  };
  assert.equal((await core.post("secret/metadata/a", body)).status, 204);
  assert.deepEqual((await core.get("secret/metadata/a")).data, {
    ...standard,
    ...body,
    current_metadata_version: 1,
    delete_version_after: "36h0m0s",
  });
  assert.equal((await core.get("secret/data/a")).status, 404);
  const written = await core.post("secret/data/a", { data: {}, options: { cas: 0 } });
  assert.deepEqual(written.data.custom_metadata, { k: "v" });
  assert.deepEqual((await core.get("secret/data/a")).data.metadata.custom_metadata, { k: "v" });
});

test("changed metadata shows in the newest version at once, and its value stays", async () => {
  const core = await withKv();
  for (const pad of ["", "p".repeat(9000)]) {
    await core.post("secret/data/a", { data: { pad } });
    await core.post("secret/metadata/a", { custom_metadata: { k: `v${pad.length}` }, max_versions: 3 });
    const { data } = await core.get("secret/data/a");
    assert.deepEqual(data.data, { pad });
    assert.deepEqual(data.metadata.custom_metadata, { k: `v${pad.length}` });
  }
  assert.deepEqual((await readVersion(core, "a", 1)).data.metadata.custom_metadata, { k: "v9000" });
});

test("POST replaces what it gives and keeps the rest; nothing given changes and makes nothing", async () => {
  const core = await withKv();
  assert.equal((await core.post("secret/metadata/a", {})).status, 204);
  assert.equal((await core.get("secret/metadata/a")).status, 404);
  await core.post("secret/metadata/a", { max_versions: 3, custom_metadata: { k: "v", l: "w" } });
  core.clock.advanceSeconds(1);
  await core.post("secret/metadata/a", { custom_metadata: { m: "x" } });
  await core.post("secret/metadata/a", {});
  const { data } = await core.get("secret/metadata/a");
  const { max_versions, custom_metadata, current_metadata_version, updated_time } = data;
  assert.deepEqual(
    [max_versions, custom_metadata, current_metadata_version, updated_time],
    [3, { m: "x" }, 2, at(1)],
  );
  for (const nothing of [{}, null]) {
    await core.post("secret/metadata/a", { custom_metadata: { k: "v" } });
    await core.post("secret/metadata/a", { custom_metadata: nothing });
    assert.equal((await core.get("secret/metadata/a")).data.custom_metadata, null);
  }
});

test("PATCH merges custom metadata; null removes and resets", async () => {
  const core = await withKv();
  const body = {
    max_versions: 3,
    cas_required: true,
    delete_version_after: "1h",
    custom_metadata: { k: "v", l: "w" },
  };
  await core.post("secret/metadata/a", body);
  assert.equal(
    (await patch(core, "secret/metadata/a", { custom_metadata: { k: null, m: "x" } })).status,
    204,
  );
  assert.deepEqual((await core.get("secret/metadata/a")).data.custom_metadata, { l: "w", m: "x" });
  const nulls = { max_versions: null, cas_required: null, delete_version_after: null, custom_metadata: null };
  await patch(core, "secret/metadata/a", nulls);
  await patch(core, "secret/metadata/a", {});
  assert.deepEqual((await core.get("secret/metadata/a")).data, { ...standard, current_metadata_version: 3 });
  const absent = await patch(core, "secret/metadata/none", { max_versions: 1 });
  assert.deepEqual([absent.status, absent.body], [404, { errors: [] }]);
});

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, "v"]));
const kept: [string, object][] = [
  ["64 members", many(64)],
  ["a name of 128 bytes and a value of 512", { ["k".repeat(128)]: "v".repeat(512) }],
  ["letters of any language", { ключ: "значение 🔑" }],
  ["a member called __proto__", JSON.parse('{"__proto__":"x"}')],
];
for (const [what, custom_metadata] of kept) {
  test(`custom metadata with ${what} is kept`, async () => {
    const core = await withKv();
    assert.equal((await core.post("secret/metadata/a", { custom_metadata })).status, 204);
    assert.deepEqual((await core.get("secret/metadata/a")).data.custom_metadata, custom_metadata);
  });
}

const refused: [string, unknown, RegExp][] = [
  ["65 members", many(65), /at most 64 keys, provided 65/],
  [
    "a name of 129 bytes",
    { ["k".repeat(129)]: "v" },
    /length of a key is 129 but must be 0 < len\(key\) <= 128/,
  ],
  ["a name of 65 letters of two bytes", { ["ж".repeat(65)]: "v" }, /length of a key is 130/],
  ["a value of 513 bytes", { k: "v".repeat(513) }, /length of a value is 513/],
  ["no name", { "": "v" }, /length of a key is 0/],
  ["an empty value", { k: "" }, /length of a value is 0/],
  ["a number", { k: 1 }, /every value to be a string/],
  ["an object", { k: {} }, /every value to be a string/],
  ["null", { k: null }, /every value to be a string/],
  ["a control character in a name", { "k\u0001": "v" }, /a key contains unprintable/],
  ["a control character in a value", { k: "v\u0001" }, /a value contains unprintable/],
  ["a zero-width space", { k: "v\u200b" }, /a value contains unprintable/],
  ["text for the map", "text", /expected an object/],
  ["a list for the map", ["a=b"], /expected an object/],
];
for (const [what, custom_metadata, reason] of refused) {
  test(`custom metadata with ${what} is refused`, async () => {
    const core = await withKv();
    const { status, errors } = await core.post("secret/metadata/a", { custom_metadata });
    assert.equal(status, 400);
    assert.match(errors.join(), reason);
    assert.match(errors.join(), /^custom_metadata validation failed: /);
    assert.deepEqual(core.store.allKeys("logical/"), []);
  });
}

test("a number of versions that can not be kept is refused by its limit", async () => {
  const core = await withKv();
  for (const max_versions of [-1, 4097, 2 ** 32]) {
    for (const path of ["secret/config", "secret/metadata/a"]) {
      const { status, errors } = await core.post(path, { max_versions });
      assert.deepEqual([status, errors], [400, ["max_versions: expected a number from 0 to 4096"]]);
    }
  }
  assert.equal((await core.post("secret/metadata/a", { max_versions: 4096 })).status, 204);
});

const badSettings: [string, object, string][] = [
  ["max_versions", { max_versions: "x" }, "an integer"],
  ["cas_required", { cas_required: "x" }, "a boolean"],
  ["delete_version_after", { delete_version_after: "x" }, 'a duration in seconds or like "1h30m"'],
  ["delete_version_after", { delete_version_after: "-1s" }, 'a duration in seconds or like "1h30m"'],
];
for (const [field, body, expected] of badSettings) {
  test(`a key's ${field} of ${JSON.stringify(body)} is refused by name`, async () => {
    const core = await withKv();
    const message = `Field validation failed: error converting input for field "${field}": expected ${expected}`;
    assert.deepEqual((await core.post("secret/metadata/a", body as never)).errors, [message]);
  });
}

test("metadata's own check-and-set, asked for by the mount or the key", async () => {
  const core = await withKv();
  await core.post("secret/config", { metadata_cas_required: true });
  const change = async (metadata_cas?: number) => {
    const body = { max_versions: 2, ...(metadata_cas !== undefined && { metadata_cas }) };
    const { status, errors } = await core.post("secret/metadata/a", body);
    return status === 204 ? "changed" : errors.join();
  };
  assert.equal(await change(), "metadata check-and-set parameter required for this call");
  assert.equal(await change(1), "metadata check-and-set parameter does not match the current version");
  assert.equal(await change(0), "changed");
  assert.equal(await change(0), "metadata check-and-set parameter does not match the current version");
  await core.post("secret/config", { metadata_cas_required: false });
  await core.post("secret/metadata/a", { metadata_cas_required: true, metadata_cas: 1 });
  assert.equal(await change(), "metadata check-and-set parameter required for this call");
  assert.equal(await change(2), "changed");
  const patched = await patch(core, "secret/metadata/a", { max_versions: 1, metadata_cas: 2 });
  assert.equal(patched.status, 400);
});

test("deleting metadata removes every record of the key, and numbering starts anew", async () => {
  const core = await withKv();
  for (const x of [1, 2, 3]) await core.post("secret/data/a", { data: { x, pad: "p".repeat(x * 3000) } });
  assert.equal((await core.delete("secret/metadata/a")).status, 204);
  assert.equal((await core.delete("secret/metadata/a")).status, 204);
  assert.deepEqual(core.store.allKeys("logical/"), []);
  assert.equal((await core.get("secret/metadata/a")).status, 404);
  assert.equal((await core.post("secret/data/a", { data: { x: 4 } })).data.version, 1);
  assert.equal((await readVersion(core, "a", 2)).status, 404);
});

test("names are listed folder by folder, some at a time if asked", async () => {
  const core = await withKv();
  for (const path of ["a", "b", "dir", "dir/c", "dir/sub/d"])
    await core.post(`secret/data/${path}`, { data: {} });
  const list = async (path: string, query = {}) =>
    (await core.request({ method: "LIST", path: `secret/metadata${path}`, query })).data?.keys;
  assert.deepEqual(await list(""), ["a", "b", "dir", "dir/"]);
  assert.deepEqual(await list("/"), ["a", "b", "dir", "dir/"]);
  assert.deepEqual(await list("/dir"), ["c", "sub/"]);
  assert.deepEqual(await list("/", { limit: "1", after: "a" }), ["b"]);
  assert.deepEqual(await list("/", { limit: "-5" }), ["a", "b", "dir", "dir/"]);
  assert.equal(await list("/none"), undefined);
  assert.equal((await core.list("secret/metadata/none")).status, 404);
});

test("names with details: what metadata says of each, and nothing of folders", async () => {
  const core = await withKv();
  for (const path of ["a", "dir/c"]) await core.post(`secret/data/${path}`, { data: {} });
  const { data } = await core.list("secret/detailed-metadata");
  assert.deepEqual(data.keys, ["a", "dir/"]);
  assert.deepEqual(data.key_info, { a: { ...standard, current_version: 1, versions: { 1: info() } } });
  assert.deepEqual((await core.list("secret/detailed-metadata/dir")).data.keys, ["c"]);
});
