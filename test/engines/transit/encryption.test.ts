// What is encrypted is decrypted by node:crypto with the exported key, and the other way round.
import assert from "node:assert/strict";
import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { test } from "node:test";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { childOf } from "../../core/tokens/stage/child-of.ts";
import {
  b64,
  bytesOf,
  decrypted,
  encrypted,
  made,
  plain,
  SYMMETRIC,
  withKey,
  withTransit,
} from "./transit-stage.ts";

const CIPHERS: Readonly<Record<string, { name: "aes-256-gcm"; bytes: number }>> = Object.fromEntries(
  [
    ["aes128-gcm96", "aes-128-gcm", 16],
    ["aes256-gcm96", "aes-256-gcm", 32],
    ["chacha20-poly1305", "chacha20-poly1305", 32],
  ].map(([type, name, bytes]) => [type, { name: name as "aes-256-gcm", bytes: Number(bytes) }]),
);

interface Sealing {
  type: string;
  key: Uint8Array;
  associatedData: string;
}

/** As anybody would who was told `nonce ‖ ciphertext ‖ tag`. */
function opened({ type, key, associatedData }: Sealing, sealed: Buffer): string {
  const cipher = CIPHERS[type];
  assert.ok(cipher);
  const decipher = createDecipheriv(cipher.name, key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(associatedData)).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString();
}

function sealed({ type, key, associatedData }: Sealing, plaintext: string): string {
  const cipher = CIPHERS[type];
  assert.ok(cipher);
  const nonce = Buffer.alloc(12, 7);
  const sealing = createCipheriv(cipher.name, key, nonce, { authTagLength: 16 });
  sealing.setAAD(Buffer.from(associatedData));
  const body = Buffer.concat([sealing.update(plaintext), sealing.final()]);
  return `vault:v1:${Buffer.concat([nonce, body, sealing.getAuthTag()]).toString("base64")}`;
}

async function keyOf(core: TestCore): Promise<Buffer> {
  const { data } = await core.get("transit/export/encryption-key/k");
  return Buffer.from(data?.keys["1"], "base64");
}

for (const type of SYMMETRIC) {
  test(`${type}: ciphertexts are what the cipher says, both ways, with and without associated data`, async () => {
    const core = await withKey({ type, exportable: true });
    const key = await keyOf(core);
    assert.equal(key.length, CIPHERS[type]?.bytes);
    for (const associatedData of ["", "row 17"]) {
      const more = associatedData === "" ? {} : { associated_data: b64(associatedData) };
      for (const length of [0, 1, 15, 16, 17, 1000, 70_000]) {
        const message = "x".repeat(length);
        const ciphertext = await encrypted(core, message, more);
        assert.match(ciphertext, /^vault:v1:/);
        assert.equal(opened({ type, key, associatedData }, bytesOf(ciphertext)), message);
        assert.equal(await decrypted(core, sealed({ type, key, associatedData }, message), more), message);
      }
    }
    const ciphertext = await encrypted(core, "m", { associated_data: b64("row 17") });
    assert.equal(await decrypted(core, ciphertext), "invalid ciphertext");
    assert.equal(await decrypted(core, ciphertext, { associated_data: b64("row 18") }), "invalid ciphertext");
  });

  test(`${type}: a derived key is HKDF-SHA256 of the key, its context the info`, async () => {
    const core = await withKey({ type, derived: true, exportable: true });
    const bytes = CIPHERS[type]?.bytes ?? 0;
    const key = Buffer.from(hkdfSync("sha256", await keyOf(core), "", "tenant 7", bytes));
    const context = b64("tenant 7");
    const ciphertext = await encrypted(core, "m", { context });
    assert.equal(opened({ type, key, associatedData: "" }, bytesOf(ciphertext)), "m");
    assert.notEqual(await encrypted(core, "m", { context }), ciphertext);
  });

  test(`${type}: a convergent key encrypts equal messages of a context to equal ciphertexts`, async () => {
    const core = await withKey({ type, derived: true, convergent_encryption: true });
    const context = b64("tenant 7");
    const ciphertext = await encrypted(core, "m", { context });
    assert.equal(await encrypted(core, "m", { context }), ciphertext);
    assert.notEqual(await encrypted(core, "n", { context }), ciphertext);
    assert.equal(await decrypted(core, ciphertext, { context }), "m");
    await core.post("transit/keys/k/rotate");
    const [, , body] = (await encrypted(core, "m", { context })).split(":");
    assert.notEqual(body, ciphertext.split(":")[2]);
    assert.equal(await decrypted(core, ciphertext, { context }), "m");
  });
}

test("rotated keys read all their versions, rewrap to the newest and encrypt under the one that was asked for", async () => {
  const core = await withKey();
  const texts = [await encrypted(core, "version 1")];
  for (let version = 2; version <= 40; version++) {
    await core.post("transit/keys/k/rotate");
    texts.push(await encrypted(core, `version ${version}`));
  }
  for (const [at, ciphertext] of texts.entries()) {
    assert.match(ciphertext, new RegExp(`^vault:v${at + 1}:`));
    assert.equal(await decrypted(core, ciphertext), `version ${at + 1}`);
    const { data } = await core.post("transit/rewrap/k", { ciphertext });
    assert.equal(data?.key_version, 40);
    assert.equal(await decrypted(core, data?.ciphertext), `version ${at + 1}`);
  }
  assert.match(await encrypted(core, "m", { key_version: 3 }), /^vault:v3:/);
  await core.post("transit/keys/k/config", { min_encryption_version: 20, min_decryption_version: 20 });
  assert.equal((await core.post("transit/keys/k/trim", { min_available_version: 18 })).status, 200);
  assert.match(await decrypted(core, texts[16] ?? ""), /too old/);
  assert.equal(await decrypted(core, texts[19] ?? ""), "version 20");
  assert.equal((await core.post("transit/keys/k/config", { min_decryption_version: 10 })).status, 400);
});

test("what is encrypted on one thread is decrypted on another, and after a restart", async () => {
  const core = await withKey();
  const other = core.anotherThread();
  assert.equal(await decrypted(other, await encrypted(core, "m")), "m");
  await other.post("transit/keys/k/rotate");
  const ciphertext = await encrypted(core, "m");
  assert.match(ciphertext, /^vault:v2:/);
  assert.equal(await decrypted(await core.restarted(), ciphertext), "m");
});

test("two rotations at once make two versions", async () => {
  const core = await withKey();
  const other = core.anotherThread();
  await Promise.all([core, other, core, other].map((each) => each.post("transit/keys/k/rotate")));
  assert.equal((await core.get("transit/keys/k")).data?.latest_version, 5);
});

test("a data key comes in plain and wrapped, of the size that was asked for", async () => {
  const core = await withKey();
  for (const bits of [128, 256, 512]) {
    const { data } = await core.post("transit/datakey/plaintext/k", { bits });
    const key = Buffer.from(data?.plaintext, "base64");
    assert.equal(key.length, bits / 8);
    const opened = await core.post("transit/decrypt/k", { ciphertext: data?.ciphertext });
    assert.equal(opened.data?.plaintext, data?.plaintext);
  }
  const wrapped = await core.post("transit/datakey/wrapped/k", {});
  assert.deepEqual(Object.keys(wrapped.data ?? {}).sort(), ["ciphertext", "key_version"]);
});

test("a key is made by its first use, for callers who may create, unless that is switched off", async () => {
  const core = await withTransit();
  const body = { plaintext: b64("m") };
  assert.equal((await core.post("transit/encrypt/fresh", body)).status, 200);
  assert.equal((await core.post("transit/encrypt/ctx", { ...body, context: b64("c") })).status, 200);
  assert.equal((await core.get("transit/keys/ctx")).data?.derived, true);
  await core.post("transit/config/keys", { disable_upsert: true });
  assert.equal((await core.post("transit/encrypt/more", body)).status, 400);
  assert.equal((await core.get("transit/keys/more")).status, 404);
});

test("who may update but not create makes no key by encrypting; who may do both does", async () => {
  const policies = {
    uses: { "transit/encrypt/*": ["update"] },
    makes: { "transit/encrypt/*": ["create", "update"] },
  } as const;
  const core = await withTransit({ policies });
  const body = { plaintext: b64("m") };
  const user = await childOf(core, { policies: ["uses"] });
  const maker = await childOf(core, { policies: ["makes"] });
  assert.equal((await core.post("transit/encrypt/k", body, user)).status, 403);
  assert.equal((await core.get("transit/keys/k")).status, 404);
  assert.equal((await core.post("transit/encrypt/k", body, maker)).status, 200);
  assert.equal((await core.post("transit/encrypt/k", body, user)).status, 200);
});

test("a batch answers item by item, and its status says whether all, some or none failed", async () => {
  const core = await withKey();
  const good = await encrypted(core, "m");
  const items = [
    { ciphertext: good, reference: "a" },
    { ciphertext: "vault:v1:AAAA", reference: "b" },
  ];
  const ask = (batch_input: object[], more = {}) =>
    core.post("transit/decrypt/k", { batch_input, ...more } as never);
  const some = await ask(items);
  assert.equal(some.status, 400);
  assert.deepEqual(some.data?.batch_results, [
    { plaintext: b64("m"), reference: "a" },
    { error: "invalid ciphertext", plaintext: "", reference: "b" },
  ]);
  assert.equal((await ask(items, { partial_failure_response_code: 207 })).status, 207);
  assert.equal((await ask(items.slice(1), { partial_failure_response_code: 207 })).status, 400);
  assert.equal((await ask(items.slice(0, 1), { partial_failure_response_code: 207 })).status, 200);
  const wild = await ask(items, { partial_failure_response_code: 999 });
  assert.deepEqual([wild.status, wild.warnings.length], [400, 1]);
  assert.equal(plain(some.data?.batch_results[0].plaintext), "m");
});

test("a batch of RSA is worked through as well", async () => {
  const core = await withTransit();
  await made(core, "k", { type: "rsa-2048" });
  const batch_input = Array.from({ length: 20 }, (_, at) => ({ plaintext: b64(`${at}`) }));
  const { data } = await core.post("transit/encrypt/k", { batch_input });
  const opened = await core.post("transit/decrypt/k", { batch_input: data?.batch_results });
  const texts = opened.data?.batch_results.map(({ plaintext }: { plaintext: string }) => plain(plaintext));
  assert.deepEqual(
    texts,
    batch_input.map((_, at) => `${at}`),
  );
});
