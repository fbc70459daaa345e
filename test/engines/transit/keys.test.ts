import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { assertNoLeak } from "#test/assert-no-leak.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { ALL_TYPES, b64, encrypted, made, settingsFor, withKey, withTransit } from "./transit-stage.ts";

const QUICK = ALL_TYPES.filter((type) => !/rsa-[34]/.test(type));

test("a key shows what it is and may do, and nothing secret", async () => {
  const core = await withTransit();
  await made(core, "k");
  assert.deepEqual((await core.get("transit/keys/k")).data, {
    name: "k",
    type: "aes256-gcm96",
    derived: false,
    exportable: false,
    allow_plaintext_backup: false,
    deletion_allowed: false,
    auto_rotate_period: 0,
    imported_key: false,
    soft_deleted: false,
    min_available_version: 0,
    min_decryption_version: 1,
    min_encryption_version: 0,
    latest_version: 1,
    keys: { "1": Math.floor(core.clock.logTimeMs() / 1000) },
    supports_encryption: true,
    supports_decryption: true,
    supports_signing: false,
    supports_derivation: true,
  });
});

for (const type of ALL_TYPES) {
  test(`${type}: made, shown, listed, rotated, deleted`, async () => {
    const core = await withTransit();
    const settings = { ...settingsFor(type), auto_rotate_period: "24h" };
    const { status, data } = await core.post("transit/keys/k", settings as never);
    assert.equal(status, 200);
    assert.equal(data?.type, type);
    assert.equal(data?.auto_rotate_period, 86_400);
    assert.deepEqual((await core.get("transit/keys/k")).data, data);
    if (!/rsa-[34]/.test(type)) {
      assert.equal((await core.post("transit/keys/k/rotate")).data?.latest_version, 2);
    }
    assert.deepEqual((await core.list("transit/keys")).data, { keys: ["k"] });
    assert.equal((await core.delete("transit/keys/k")).status, 400);
    await core.post("transit/keys/k/config", { deletion_allowed: true });
    assert.equal((await core.delete("transit/keys/k")).status, 204);
    assert.equal((await core.get("transit/keys/k")).status, 404);
    assert.equal((await core.list("transit/keys")).status, 404);
  });
}

test("a key that is there stays as it is when it is made again", async () => {
  const core = await withKey();
  const ciphertext = await encrypted(core, "m");
  const { status, data, warnings } = await core.post("transit/keys/k", { type: "ed25519", exportable: true });
  assert.deepEqual([status, data?.type, data?.exportable], [200, "aes256-gcm96", false]);
  assert.deepEqual(warnings, ["key k already existed"]);
  assert.equal((await core.post("transit/decrypt/k", { ciphertext })).status, 200);
});

test("a deleted key leaves nothing in the store, archived versions included", async () => {
  const core = await withTransit();
  const before = core.store.allKeys("").length;
  await made(core, "k", { auto_rotate_period: "24h" });
  for (let version = 2; version <= 100; version++) await core.post("transit/keys/k/rotate");
  await core.post("transit/keys/k/config", { deletion_allowed: true });
  await core.delete("transit/keys/k");
  assert.equal(core.store.allKeys("").length, before);
});

test("a key may become exportable, never the contrary", async () => {
  const core = await withKey();
  for (const option of ["exportable", "allow_plaintext_backup"]) {
    await core.post("transit/keys/k/config", { [option]: true });
    const { data } = await core.post("transit/keys/k/config", { [option]: false });
    assert.equal(data?.[option], true, option);
  }
});

test("a soft-deleted key does nothing until it is restored", async () => {
  const core = await withKey({ exportable: true, allow_plaintext_backup: true });
  const ciphertext = await encrypted(core, "m");
  assert.equal((await core.delete("transit/keys/k/soft-delete")).data?.soft_deleted, true);
  for (const [path, body] of [
    ["encrypt/k", { plaintext: b64("m") }],
    ["decrypt/k", { ciphertext }],
    ["rewrap/k", { ciphertext }],
    ["datakey/plaintext/k", {}],
    ["hmac/k", { input: b64("m") }],
    ["keys/k/rotate", {}],
  ] as const) {
    const { status, errors } = await core.post(`transit/${path}`, body);
    assert.deepEqual([status, errors], [400, ["refusing to use soft-deleted key"]], path);
  }
  for (const path of ["export/encryption-key/k", "backup/k"]) {
    assert.equal((await core.get(`transit/${path}`)).status, 400, path);
  }
  assert.equal((await core.get("transit/keys/k")).data?.soft_deleted, true);
  await core.post("transit/keys/k/soft-delete-restore");
  assert.equal((await core.post("transit/decrypt/k", { ciphertext })).data?.plaintext, b64("m"));
});

test("a caught error, a log line or a shown key never holds key material", async () => {
  const core = await withTransit();
  for (const type of ["aes256-gcm96", "ed25519", "hmac"]) {
    await made(core, type, { ...settingsFor(type), exportable: true });
    const kind = type === "aes256-gcm96" ? "encryption-key" : "signing-key";
    const path = type === "hmac" ? "hmac-key" : kind;
    const { data } = await core.get(`transit/export/${path}/${type}`);
    const secret = Buffer.from(data?.keys["1"], "base64").subarray(0, 32);
    const answers = await everyQuietAnswer(core, type);
    assertNoLeak(secret, core.logger.lines, answers);
  }
});

/** All that is answered about a key, but its exports and backups. */
async function everyQuietAnswer(core: TestCore, name: string): Promise<string> {
  const answers: unknown[] = [await core.get(`transit/keys/${name}`), await core.list("transit/keys")];
  const body = { plaintext: "%", input: "%", ciphertext: "%", signature: "%", hmac: "%" };
  for (const path of ["encrypt", "decrypt", "rewrap", "datakey/wrapped", "sign", "verify", "hmac"]) {
    for (const given of [body, { ...body, input: b64("m"), plaintext: b64("m") }]) {
      answers.push(await core.post(`transit/${path}/${name}`, given));
    }
  }
  for (const path of ["rotate", "config", "trim", "csr", "set-certificate", "import_version"]) {
    answers.push(await core.post(`transit/keys/${name}/${path}`));
  }
  return inspect(answers, { depth: 10 });
}

test("names are those that Vault allows", async () => {
  const core = await withTransit();
  for (const name of ["a", "A-b.c_d", "1", "x".repeat(200)]) {
    assert.equal((await core.post(`transit/keys/${name}`)).status, 200, name);
  }
  for (const name of [".a", "a.", "-a", "a b", "ä", "a/b"]) {
    assert.equal((await core.post(`transit/keys/${name}`)).status, 404, name);
  }
});

test("names page", async () => {
  const core = await withTransit();
  for (const name of ["a", "b", "c", "d"]) await made(core, name);
  const page = async (query: Record<string, string>) =>
    (await core.request({ method: "LIST", path: "transit/keys", query })).data?.keys;
  assert.deepEqual(await page({ limit: "2" }), ["a", "b"]);
  assert.deepEqual(await page({ after: "b" }), ["c", "d"]);
});

test("many types in one mount keep apart", async () => {
  const core = await withTransit();
  for (const type of QUICK) await made(core, type, settingsFor(type));
  assert.deepEqual((await core.list("transit/keys")).data, { keys: QUICK.toSorted() });
});
