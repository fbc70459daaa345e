// Bad inputs X of the security catalogue: each is refused with 400, in words that tell an attacker nothing, and the
// server goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { TestCore } from "#test/core-harness/test-core.ts";
import {
  b64,
  bytesOf,
  decrypted,
  encrypted,
  made,
  SIGNING,
  SYMMETRIC,
  withKey,
  withTransit,
} from "./transit-stage.ts";

const IDENTICAL = { status: 400, errors: ["invalid ciphertext"] };

async function refusal(core: TestCore, path: string, body: object = {}) {
  const { status, errors, data } = await core.post(`transit/${path}`, body as never);
  assert.equal(data, undefined);
  return { status, errors };
}

function damaged(good: string): Record<string, unknown> {
  const [, version = "", base64 = ""] = good.split(":");
  const bytes = bytesOf(good);
  const flippedAt = (at: number) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return `vault:${version}:${copy.toString("base64")}`;
  };
  return {
    "no prefix": base64,
    "a wrong prefix": good.replace("vault", "fault"),
    "a prefix in capitals": good.replace("vault", "VAULT"),
    "version 0": good.replace(/v\d+/, "v0"),
    "a negative version": good.replace(/v\d+/, "v-1"),
    "a version with a leading zero": good.replace(/v(\d+)/, "v0$1"),
    "a version that is no number": good.replace(/v\d+/, "vx"),
    "a huge version": good.replace(/v\d+/, `v${"9".repeat(40)}`),
    "the version to come": good.replace(/v\d+/, "v3"),
    "another version's": good.replace("v2", "v1"),
    "nothing after the version": `vault:${version}`,
    "an empty body": `vault:${version}:`,
    "a field too many": `${good}:x`,
    "a body that is no base64": `vault:${version}:%%%`,
    "base64 without its padding": `vault:${version}:${Buffer.alloc(40).toString("base64").replace(/=+$/, "")}`,
    "base64 with a space": good.replace(base64, `${base64.slice(0, 8)} ${base64.slice(8)}`),
    "a nonce alone": `vault:${version}:${bytes.subarray(0, 12).toString("base64")}`,
    "a cut end": `vault:${version}:${bytes.subarray(0, -1).toString("base64")}`,
    "a byte too many": `vault:${version}:${Buffer.concat([bytes, Buffer.of(0)]).toString("base64")}`,
    "a flipped bit in the nonce": flippedAt(0),
    "a flipped bit in the message": flippedAt(13),
    "a flipped bit in the tag": flippedAt(bytes.length - 1),
    "an escaped character": good.replace("vault", "v\u0000ult"),
    "a number": 7,
    "a boolean": true,
  };
}

for (const type of [...SYMMETRIC, "rsa-2048"]) {
  test(`X1: every bad ciphertext of ${type} gets one answer, for itself, in a batch and when rewrapped`, async () => {
    const core = await withKey({ type });
    await core.post("transit/keys/k/rotate");
    const good = await encrypted(core, "a message of some length");
    const bad = damaged(good);
    for (const [what, ciphertext] of Object.entries(bad)) {
      assert.deepEqual(await refusal(core, "decrypt/k", { ciphertext }), IDENTICAL, what);
      assert.deepEqual(await refusal(core, "rewrap/k", { ciphertext }), IDENTICAL, what);
    }
    const batch_input = Object.values(bad).map((ciphertext) => ({ ciphertext }));
    const { status, data } = await core.post("transit/decrypt/k", { batch_input });
    assert.equal(status, 400);
    const expected = { error: "invalid ciphertext", plaintext: "", reference: "" };
    assert.deepEqual(
      data?.batch_results,
      batch_input.map(() => expected),
    );
    assert.equal(await decrypted(core, good), "a message of some length");
  });
}

test("X1: any change of any byte of a ciphertext is noticed", async () => {
  const core = await withKey();
  const good = bytesOf(await encrypted(core, "0123456789abcdef"));
  for (let at = 0; at < good.length; at++) {
    const copy = Buffer.from(good);
    copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
    const ciphertext = `vault:v1:${copy.toString("base64")}`;
    assert.deepEqual(await refusal(core, "decrypt/k", { ciphertext }), IDENTICAL, `byte ${at}`);
  }
});

test("X2: a version below the minimum is refused, until the minimum is lowered again", async () => {
  const core = await withKey();
  const old = await encrypted(core, "old");
  await core.post("transit/keys/k/rotate");
  await core.post("transit/keys/k/config", { min_decryption_version: 2 });
  const reason = "ciphertext or signature version is disallowed by policy (too old)";
  for (const operation of ["decrypt", "rewrap"]) {
    assert.deepEqual(await refusal(core, `${operation}/k`, { ciphertext: old }), {
      status: 400,
      errors: [reason],
    });
  }
  assert.equal((await refusal(core, "encrypt/k", { plaintext: b64("x"), key_version: 1 })).status, 400);
  await core.post("transit/keys/k/config", { min_decryption_version: 1 });
  assert.equal(await decrypted(core, old), "old");
});

test("X4: a derived key without a context is refused, and so is an empty one", async () => {
  const core = await withKey({ derived: true });
  const ciphertext = await encrypted(core, "m", { context: b64("c") });
  for (const more of [{}, { context: "" }, { context: null }]) {
    assert.equal((await refusal(core, "encrypt/k", { plaintext: b64("m"), ...more })).status, 400);
    assert.equal((await refusal(core, "decrypt/k", { ciphertext, ...more })).status, 400);
    assert.equal((await refusal(core, "datakey/plaintext/k", more)).status, 400);
  }
  assert.deepEqual(await refusal(core, "decrypt/k", { ciphertext, context: b64("d") }), IDENTICAL);
});

test("X5: RSA encrypts what OAEP has room for and not a byte more", async () => {
  const core = await withKey({ type: "rsa-2048" });
  const ciphertext = await encrypted(core, "m".repeat(190));
  assert.equal(await decrypted(core, ciphertext), "m".repeat(190));
  const tooLong = await refusal(core, "encrypt/k", { plaintext: b64("m".repeat(191)) });
  assert.deepEqual(tooLong, {
    status: 400,
    errors: ["plaintext is too long for the key: at most 190 bytes"],
  });
});

test("X6: keys do what their type is for, and nothing else", async () => {
  const core = await withTransit();
  const input = b64("m");
  for (const type of [...SYMMETRIC, ...SIGNING, "hmac"].filter((name) => !/rsa-[34]/.test(name))) {
    await made(core, type, type === "hmac" ? { type, key_size: 32 } : { type });
    const canEncrypt = SYMMETRIC.includes(type) || type.startsWith("rsa");
    const statusOf = async (path: string, body: object) =>
      (await core.post(`transit/${path}`, body as never)).status;
    assert.equal(await statusOf(`encrypt/${type}`, { plaintext: input }), canEncrypt ? 200 : 400, type);
    assert.equal(await statusOf(`datakey/plaintext/${type}`, {}), canEncrypt ? 200 : 400, type);
    const canSign = SIGNING.includes(type);
    assert.equal(await statusOf(`sign/${type}`, { input }), canSign ? 200 : 400, type);
    const verified = { input, signature: "vault:v1:AAAA" };
    assert.equal(await statusOf(`verify/${type}`, verified), canSign ? 200 : 400, type);
    assert.equal(await statusOf(`hmac/${type}`, { input }), 200, type);
  }
});

test("X7: a batch of 100,000 is worked through, and others are served meanwhile", async () => {
  const core = await withKey();
  const batch_input = Array.from({ length: 100_000 }, (_, at) => ({
    plaintext: b64(`${at}`),
    reference: `${at}`,
  }));
  let isDone = false;
  const batch = core.post("transit/encrypt/k", { batch_input }).finally(() => {
    isDone = true;
  });
  let served = 0;
  while (!isDone) {
    await core.get("transit/keys/k");
    await setImmediate();
    served++;
  }
  const { status, data } = await batch;
  assert.equal(status, 200);
  const results: { ciphertext: string; reference: string }[] = data?.batch_results;
  assert.equal(results.length, 100_000);
  assert.equal(new Set(results.map(({ ciphertext }) => ciphertext)).size, 100_000);
  assert.equal(await decrypted(core, results[77_777]?.ciphertext ?? ""), "77777");
  assert.equal(results[77_777]?.reference, "77777");
  assert.ok(served > 50, `${served} requests were served meanwhile`);
});

test("X9: authentication codes are compared whole, however short the one that is given", async () => {
  const core = await withKey();
  const input = b64("m");
  const { data } = await core.post("transit/hmac/k", { input });
  const code = bytesOf(data?.hmac);
  const verify = async (bytes: Uint8Array, prefix = "vault:v1:") =>
    (
      await core.post("transit/verify/k", {
        input,
        hmac: `${prefix}${Buffer.from(bytes).toString("base64")}`,
      })
    ).data;
  assert.deepEqual(await verify(code), { valid: true });
  for (const length of [0, 1, 16, 31])
    assert.deepEqual(await verify(code.subarray(0, length)), { valid: false });
  assert.deepEqual(await verify(Buffer.concat([code, Buffer.of(0)])), { valid: false });
  for (let at = 0; at < code.length; at++) {
    const copy = Buffer.from(code);
    copy[at] = (copy[at] ?? 0) ^ 0x80;
    assert.deepEqual(await verify(copy), { valid: false });
  }
  assert.equal(await verify(code, ""), undefined);
  assert.equal(await verify(code, "vault:v2:"), undefined);
});

test("X9: a bad signature is never valid and never an oracle", async () => {
  const core = await withTransit();
  const input = b64("m");
  for (const type of ["ed25519", "ecdsa-p256", "ecdsa-p384", "rsa-2048"]) {
    await made(core, type, { type });
    const { data } = await core.post(`transit/sign/${type}`, { input });
    const signature = bytesOf(data?.signature);
    const tries = [
      Buffer.alloc(0),
      Buffer.of(0),
      signature.subarray(0, -1),
      Buffer.concat([signature, Buffer.of(0)]),
      Buffer.alloc(signature.length),
      Buffer.alloc(signature.length, 0xff),
      Buffer.from(signature.map((byte, at) => (at === signature.length - 1 ? byte ^ 1 : byte))),
    ];
    for (const each of tries) {
      const answer = await core.post(`transit/verify/${type}`, {
        input,
        signature: `vault:v1:${each.toString("base64")}`,
      });
      assert.deepEqual([answer.status, answer.data], [200, { valid: false }], type);
    }
  }
});

test("X10: what is not exportable stays, whatever it is asked as", async () => {
  const core = await withTransit();
  for (const type of ["aes256-gcm96", "ed25519", "ecdsa-p256", "hmac"]) {
    await made(core, type, type === "hmac" ? { type, key_size: 32 } : { type });
    for (const kind of ["encryption-key", "signing-key", "hmac-key"]) {
      for (const version of ["", "/1", "/latest"]) {
        const { status, data } = await core.get(`transit/export/${kind}/${type}${version}`);
        assert.deepEqual([status, data], [400, undefined], `${kind} of ${type}`);
      }
    }
    assert.equal((await core.get(`transit/backup/${type}`)).status, 400);
    assert.equal((await core.get(`transit/byok-export/${type}/${type}`)).status, 400);
  }
});
