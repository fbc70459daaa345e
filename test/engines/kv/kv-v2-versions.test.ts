// How many versions are kept, and for how long.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { at, readVersion, records, withKv } from "./kv-stage.ts";

async function writeTimes(core: TestCore, times: number): Promise<void> {
  for (let left = times; left > 0; left--) {
    const { status } = await core.post("secret/data/a", { data: { left } });
    assert.equal(status, 200);
  }
}

async function keptVersions(core: TestCore): Promise<number[]> {
  const { data } = await core.get("secret/metadata/a");
  const numbers = Object.keys(data.versions).map(Number);
  assert.equal(data.oldest_version, numbers[0] === 1 ? 0 : numbers[0]);
  assert.equal(data.current_version, numbers.at(-1));
  return numbers;
}

test("ten versions are kept, and the oldest goes for good", async () => {
  const core = await withKv();
  await writeTimes(core, 11);
  assert.deepEqual(await keptVersions(core), [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  assert.equal((await readVersion(core, "a", 1)).status, 404);
  assert.equal((await readVersion(core, "a", 1)).data, undefined);
  assert.equal(core.store.allKeys("logical/").length, 10);
  await core.post("secret/undelete/a", { versions: [1] });
  assert.equal((await readVersion(core, "a", 1)).status, 404);
});

test("the key's own number wins over the mount's; 0 asks the mount", async () => {
  const core = await withKv();
  await core.post("secret/config", { max_versions: 2 });
  await writeTimes(core, 3);
  assert.deepEqual(await keptVersions(core), [2, 3]);
  await core.post("secret/metadata/a", { max_versions: 3 });
  await writeTimes(core, 2);
  assert.deepEqual(await keptVersions(core), [3, 4, 5]);
  await core.post("secret/metadata/a", { max_versions: 1 });
  assert.deepEqual(await keptVersions(core), [3, 4, 5]);
  await writeTimes(core, 1);
  assert.deepEqual(await keptVersions(core), [6]);
  assert.equal(core.store.allKeys("logical/").length, 1);
  await core.post("secret/metadata/a", { max_versions: 0 });
  await writeTimes(core, 2);
  assert.deepEqual(await keptVersions(core), [7, 8]);
});

test("a key with hundreds of versions keeps every one readable and its record small", async () => {
  const core = await withKv();
  await core.post("secret/metadata/a", { max_versions: 500 });
  await writeTimes(core, 700);
  const kept = await keptVersions(core);
  assert.deepEqual([kept.length, kept[0], kept.at(-1)], [500, 201, 700]);
  for (const number of [201, 255, 256, 257, 448, 512, 699, 700]) {
    assert.deepEqual((await readVersion(core, "a", number)).data.data, { left: 701 - number });
  }
  assert.equal((await readVersion(core, "a", 200)).status, 404);
  const record = [...records(core)].find(([key]) => key.endsWith("k/a"));
  assert.ok((record?.[1].length ?? 0) < 5000, `${record?.[1].length}`);
});

test("versions whose infos lie apart are deleted, undeleted and destroyed like others", async () => {
  const core = await withKv();
  await core.post("secret/metadata/a", { max_versions: 500 });
  await writeTimes(core, 300);
  const versions = [3, 63, 64, 128, 299, 300];
  await core.post("secret/delete/a", { versions });
  for (const number of versions) assert.equal((await readVersion(core, "a", number)).status, 404);
  assert.equal((await readVersion(core, "a", 65)).status, 200);
  await core.post("secret/undelete/a", { versions: [3, 64] });
  assert.deepEqual((await readVersion(core, "a", 64)).data.data, { left: 237 });
  await core.post("secret/destroy/a", { versions });
  const { data } = await core.get("secret/metadata/a");
  assert.deepEqual(
    Object.keys(data.versions).filter((number) => data.versions[number].destroyed),
    versions.map(String),
  );
  await core.delete("secret/metadata/a");
  assert.deepEqual(core.store.allKeys("logical/"), []);
});

test("when far fewer are to be kept, each write removes some, until the number is right", async () => {
  const core = await withKv();
  await core.post("secret/metadata/a", { max_versions: 600 });
  await writeTimes(core, 600);
  await core.post("secret/metadata/a", { max_versions: 2 });
  await writeTimes(core, 1);
  assert.equal((await keptVersions(core)).length, 345);
  await writeTimes(core, 2);
  assert.deepEqual(await keptVersions(core), [602, 603]);
  assert.equal(core.store.allKeys("logical/").length, 2);
});

// Mount's setting, key's setting, deletion time of what is written at the start.
const deletions: [string, string, string][] = [
  ["0s", "0s", ""],
  ["10s", "0s", at(10)],
  ["0s", "10s", at(10)],
  ["10s", "20s", at(10)],
  ["20s", "10s", at(10)],
  ["-1s", "10s", ""],
  ["-5s", "0s", ""],
];
for (const [mount, key, expected] of deletions) {
  test(`with ${mount} for the mount and ${key} for the key a version is deleted at "${expected}"`, async () => {
    const core = await withKv();
    await core.post("secret/config", { delete_version_after: mount });
    await core.post("secret/metadata/a", { delete_version_after: key, max_versions: 0 });
    assert.equal((await core.post("secret/data/a", { data: {} })).data.deletion_time, expected);
  });
}

test("a version is deleted when its time has come; undeleting it takes the time away", async () => {
  const core = await withKv();
  await core.post("secret/config", { delete_version_after: "10s" });
  await core.post("secret/data/a", { data: { x: 1 } });
  assert.equal((await core.get("secret/data/a")).data.metadata.deletion_time, at(10));
  core.clock.advanceMs(9_999);
  assert.equal((await core.get("secret/data/a")).status, 200);
  core.clock.advanceMs(1);
  const gone = await core.get("secret/data/a");
  assert.deepEqual([gone.status, gone.data.data, gone.data.metadata.deletion_time], [404, null, at(10)]);
  await core.post("secret/undelete/a", { versions: [1] });
  assert.equal((await core.get("secret/data/a")).data.metadata.deletion_time, "");
});

test("deleting a version that has a time ahead deletes it now", async () => {
  const core = await withKv();
  await core.post("secret/config", { delete_version_after: "10s" });
  await core.post("secret/data/a", { data: { x: 1 } });
  core.clock.advanceSeconds(1);
  await core.delete("secret/data/a");
  assert.equal((await core.get("secret/data/a")).data.metadata.deletion_time, at(1));
});

test("the mount's settings are read back as they are kept; what is not given stays", async () => {
  const core = await withKv();
  const config = async () => (await core.get("secret/config")).data;
  const standard = {
    cas_required: false,
    delete_version_after: "0s",
    max_versions: 0,
    metadata_cas_required: false,
  };
  assert.deepEqual(await config(), standard);
  assert.equal(
    (await core.post("secret/config", { max_versions: "5", delete_version_after: 3600 })).status,
    204,
  );
  assert.equal((await core.post("secret/config", {})).status, 204);
  assert.deepEqual(await config(), { ...standard, max_versions: 5, delete_version_after: "1h0m0s" });
  await core.post("secret/config", { delete_version_after: "-5s", cas_required: true });
  assert.deepEqual(await config(), {
    ...standard,
    max_versions: 5,
    delete_version_after: "-1s",
    cas_required: true,
  });
  await core.post("secret/config", { delete_version_after: 0 });
  assert.deepEqual((await config()).delete_version_after, "0s");
  assert.deepEqual(
    await (await core.restarted()).get("secret/config").then(({ data }) => data.max_versions),
    5,
  );
});

test("64 writers of one key get contiguous versions", async () => {
  const core = await withKv();
  const threads = [core, core.anotherThread()];
  await core.post("secret/metadata/a", { max_versions: 100 });
  let proposals = 0;
  core.consensus.intercept(() => {
    proposals++;
    return undefined;
  });
  const startMs = core.clock.monotonicMs();
  const answers = await Promise.all(
    Array.from({ length: 64 }, (_, writer) =>
      (threads[writer % 2] ?? core).post("secret/data/a", { data: { writer } }),
    ),
  );
  assert.ok(proposals <= 64 * 4, `${proposals} proposals: more than three retries for each success`);
  assert.ok(core.clock.monotonicMs() - startMs < 2000, "nobody waits longer than two seconds");
  const numbers = answers.map(({ data }) => data.version).sort((a, b) => a - b);
  assert.deepEqual(
    numbers,
    Array.from({ length: 64 }, (_, i) => i + 1),
  );
  for (const [writer, { data }] of answers.entries()) {
    assert.deepEqual((await readVersion(core, "a", data.version)).data.data, { writer });
  }
});

test("of writers that all replace the same version, one wins", async () => {
  const core = await withKv();
  const options = { cas: 0 };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, writer) => core.post("secret/data/a", { data: { writer }, options })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 400).length, 19);
  assert.equal((await core.get("secret/metadata/a")).data.current_version, 1);
});
