// Everything that transit signs is verified by node:crypto from the public key that transit shows, and the other way
// round: by transit, with a key that node:crypto made and that was imported.
import assert from "node:assert/strict";
import { constants, createHash, createHmac, createPublicKey, type KeyObject, verify } from "node:crypto";
import { test } from "node:test";
import { HASH_NAMES } from "#crypto/hash-function.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { b64, bytesOf, CURVES, made, withTransit } from "./transit-stage.ts";

const MESSAGE = Buffer.from("the quick brown fox jumps over the lazy dog");
const input = b64(MESSAGE);
const opensslName = (name: string) => name.replace("sha2-", "sha");
const digestOf = (hash: string) => createHash(opensslName(hash)).update(MESSAGE).digest();

async function publicKeyOf(core: TestCore, name: string): Promise<KeyObject> {
  const { data } = await core.get(`transit/keys/${name}`);
  return createPublicKey(data?.keys["1"].public_key);
}

/** Signs, and has transit verify it and not verify another message. */
async function signed(core: TestCore, name: string, body: Record<string, unknown>): Promise<string> {
  const { data, errors } = await core.post(`transit/sign/${name}`, body as never);
  assert.ok(data, errors.join());
  const { signature } = data;
  const check = async (more: object) =>
    (await core.post(`transit/verify/${name}`, { ...body, signature, ...more } as never)).data;
  assert.deepEqual(await check({}), { valid: true });
  const other = body.prehashed ? createHash("sha256").update("other").digest() : "another message";
  if (body.hash_algorithm === "sha2-256")
    assert.deepEqual(await check({ input: b64(other) }), { valid: false });
  return signature;
}

for (const type of CURVES) {
  test(`${type}: signatures of every hash, marshaling and form of input are what ECDSA says`, async () => {
    const core = await withTransit();
    await made(core, "k", { type });
    const key = await publicKeyOf(core, "k");
    for (const hash_algorithm of HASH_NAMES) {
      for (const marshaling_algorithm of ["asn1", "jws"]) {
        const dsaEncoding = marshaling_algorithm === "jws" ? "ieee-p1363" : "der";
        for (const prehashed of [false, true]) {
          const given = prehashed ? b64(digestOf(hash_algorithm)) : input;
          const body = { input: given, hash_algorithm, marshaling_algorithm, prehashed };
          const signature = await signed(core, "k", body);
          const [, , base64 = ""] = signature.split(":");
          const bytes = Buffer.from(base64, marshaling_algorithm === "jws" ? "base64url" : "base64");
          const isRight = verify(opensslName(hash_algorithm), MESSAGE, { key, dsaEncoding }, bytes);
          assert.ok(isRight, `${hash_algorithm} ${marshaling_algorithm} ${prehashed}`);
        }
      }
    }
  });
}

test("rsa-2048: signatures of every hash, padding, salt and form of input are what RFC 8017 says", async () => {
  const core = await withTransit();
  await made(core, "k", { type: "rsa-2048" });
  const key = await publicKeyOf(core, "k");
  for (const hash_algorithm of HASH_NAMES) {
    for (const prehashed of [false, true]) {
      const given = prehashed ? b64(digestOf(hash_algorithm)) : input;
      const body = { input: given, hash_algorithm, prehashed };
      const v15 = await signed(core, "k", { ...body, signature_algorithm: "pkcs1v15" });
      assert.ok(verify(opensslName(hash_algorithm), MESSAGE, key, bytesOf(v15)));
      for (const [salt_length, saltLength] of [
        ["auto", constants.RSA_PSS_SALTLEN_AUTO],
        ["hash", constants.RSA_PSS_SALTLEN_DIGEST],
        ["0", 0],
        ["17", 17],
      ] as const) {
        const pss = await signed(core, "k", { ...body, signature_algorithm: "pss", salt_length });
        const scheme = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
        assert.ok(verify(opensslName(hash_algorithm), MESSAGE, scheme, bytesOf(pss)), salt_length);
      }
    }
  }
});

test("RSA without a hash's name signs the digest as it is", async () => {
  const core = await withTransit();
  await made(core, "k", { type: "rsa-2048" });
  const body = { input, hash_algorithm: "none", prehashed: true, signature_algorithm: "pkcs1v15" };
  await signed(core, "k", body);
  for (const missing of ["prehashed", "signature_algorithm"]) {
    const { [missing as keyof typeof body]: _left, ...rest } = body;
    assert.equal((await core.post("transit/sign/k", rest as never)).status, 400);
  }
});

test("RSA with jws marshaling writes base64url", async () => {
  const core = await withTransit();
  await made(core, "k", { type: "rsa-2048" });
  const key = await publicKeyOf(core, "k");
  const body = { input, marshaling_algorithm: "jws", signature_algorithm: "pkcs1v15" };
  const signature = await signed(core, "k", body);
  assert.match(signature, /^vault:v1:[\w-]+$/);
  assert.ok(verify("sha256", MESSAGE, key, Buffer.from(signature.slice(9), "base64url")));
});

test("Ed25519 signs as RFC 8032 says; a derived key has a key pair for each context", async () => {
  const core = await withTransit();
  await made(core, "k", { type: "ed25519" });
  const keyOf = (base64: string) =>
    createPublicKey({
      key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(base64, "base64").toString("base64url") },
      format: "jwk",
    });
  const { data } = await core.get("transit/keys/k");
  const signature = await signed(core, "k", { input });
  assert.ok(verify(null, MESSAGE, keyOf(data?.keys["1"].public_key), bytesOf(signature)));
  await made(core, "d", { type: "ed25519", derived: true });
  const context = b64("tenant 7");
  const answer = await core.post("transit/sign/d", { input, context });
  assert.ok(verify(null, MESSAGE, keyOf(answer.data?.public_key), bytesOf(answer.data?.signature)));
  const shown = await core.request({ method: "GET", path: "transit/keys/d", query: { context } });
  assert.equal(shown.data?.keys["1"].public_key, answer.data?.public_key);
  const other = await core.post("transit/verify/d", {
    input,
    context: b64("tenant 8"),
    signature: answer.data?.signature,
  });
  assert.deepEqual(other.data, { valid: false });
});

test("authentication codes are HMAC under a key that does nothing else", async () => {
  const core = await withTransit();
  for (const type of ["aes256-gcm96", "ed25519", "ecdsa-p384", "hmac"]) {
    await made(core, type, { type, exportable: true, ...(type === "hmac" && { key_size: 64 }) });
    const { data } = await core.get(`transit/export/hmac-key/${type}`);
    const key = Buffer.from(data?.keys["1"], "base64");
    for (const algorithm of HASH_NAMES) {
      const expected = createHmac(opensslName(algorithm), key).update(MESSAGE).digest();
      for (const answer of [
        await core.post(`transit/hmac/${type}`, { input, algorithm }),
        await core.post(`transit/hmac/${type}/${algorithm}`, { input }),
      ]) {
        assert.deepEqual(bytesOf(answer.data?.hmac), expected, `${type} ${algorithm}`);
        const checked = await core.post(`transit/verify/${type}`, {
          input,
          algorithm,
          hmac: answer.data?.hmac,
        });
        assert.deepEqual(checked.data, { valid: true });
      }
    }
    if (type === "hmac") continue;
    const kind = type === "aes256-gcm96" ? "encryption-key" : "signing-key";
    const own = await core.get(`transit/export/${kind}/${type}`);
    assert.notEqual(own.data?.keys["1"], data?.keys["1"]);
  }
});

test("signatures of old versions stay valid until the minimum passes them", async () => {
  const core = await withTransit();
  await made(core, "k", { type: "ecdsa-p256" });
  const { data } = await core.post("transit/sign/k", { input });
  await core.post("transit/keys/k/rotate");
  const verified = () => core.post("transit/verify/k", { input, signature: data?.signature });
  assert.deepEqual((await verified()).data, { valid: true });
  const again = await core.post("transit/sign/k", { input });
  assert.match(again.data?.signature, /^vault:v2:/);
  const old = await core.post("transit/sign/k", { input, key_version: 1 });
  assert.match(old.data?.signature, /^vault:v1:/);
  await core.post("transit/keys/k/config", { min_decryption_version: 2 });
  assert.equal((await verified()).status, 400);
});

test("batches sign and verify item by item, and tell which item failed", async () => {
  const core = await withTransit();
  await made(core, "k", { type: "ed25519" });
  const items = [{ input, reference: "a" }, { input: "%", reference: "b" }, { input: b64("other") }];
  const { status, data } = await core.post("transit/sign/k", { batch_input: items });
  assert.equal(status, 200);
  const [first, second, third] = data?.batch_results ?? [];
  assert.deepEqual([first.reference, second.reference, third.reference], ["a", "b", ""]);
  assert.match(second.error, /input/);
  const batch_input = [
    { input, signature: first.signature },
    { input, signature: third.signature },
    { input, signature: "vault:v1:%" },
  ];
  const checked = await core.post("transit/verify/k", { batch_input });
  const valid = checked.data?.batch_results.map((result: { valid: boolean }) => result.valid);
  assert.deepEqual(valid, [true, false, false]);
});
