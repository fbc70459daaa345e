// Keys that come from elsewhere, leave, and come back: import, export, backup, certificates.
import "reflect-metadata";
import assert from "node:assert/strict";
import {
  constants,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
  verify,
  webcrypto,
  X509Certificate,
} from "node:crypto";
import { test } from "node:test";
import { BasicConstraintsExtension, X509CertificateGenerator } from "@peculiar/x509";
import { wrapKey } from "#crypto/aes-key-wrap.ts";
import { makeSelfSignedCertificate } from "#crypto/self-signed-certificate.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import {
  ALL_TYPES,
  b64,
  bytesOf,
  decrypted,
  encrypted,
  made,
  settingsFor,
  withKey,
  withTransit,
} from "./transit-stage.ts";

const QUICK = ALL_TYPES.filter((type) => !/rsa-[34]/.test(type));
const OAEP_HASHES = { SHA1: "sha1", SHA224: "sha224", SHA256: "sha256", SHA384: "sha384", SHA512: "sha512" };

/** As Vault's documentation tells its users to. */
async function wrapped(core: TestCore, key: Uint8Array, oaepHash = "sha256"): Promise<string> {
  const { data } = await core.get("transit/wrapping_key");
  const ephemeral = randomBytes(32);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const first = publicEncrypt({ key: data?.public_key, padding, oaepHash }, ephemeral);
  return Buffer.concat([first, wrapKey(ephemeral, key)]).toString("base64");
}

function pkcs8(type: string): Buffer {
  const format = {
    privateKeyEncoding: { format: "der", type: "pkcs8" },
    publicKeyEncoding: { format: "der", type: "spki" },
  } as const;
  if (type === "ed25519") return generateKeyPairSync("ed25519", format).privateKey;
  if (type.startsWith("rsa"))
    return generateKeyPairSync("rsa", { modulusLength: Number(type.slice(4)), ...format }).privateKey;
  return generateKeyPairSync("ec", { namedCurve: type.replace("ecdsa-p", "P-"), ...format }).privateKey;
}

function freshKey(type: string): Buffer {
  if (type === "hmac") return randomBytes(48);
  if (type === "aes128-gcm96") return randomBytes(16);
  return type.includes("aes") || type.includes("chacha") ? randomBytes(32) : pkcs8(type);
}

test("keys of every type are imported and do their work; what is exported is what came in", async () => {
  const core = await withTransit();
  for (const type of QUICK) {
    const key = freshKey(type);
    const ciphertext = await wrapped(core, key);
    const { status, errors } = await core.post(`transit/keys/${type}/import`, {
      type,
      ciphertext,
      exportable: true,
    });
    assert.equal(status, 204, errors.join());
    const { data } = await core.get(`transit/keys/${type}`);
    assert.deepEqual([data?.imported_key, data?.latest_version], [true, 1]);
    assert.equal((await core.post(`transit/hmac/${type}`, { input: b64("m") })).status, 200, type);
    const again = await core.post(`transit/keys/${type}/import_version`, {
      ciphertext: await wrapped(core, freshKey(type)),
    });
    assert.equal(again.status, 204);
    if (!/aes|chacha|hmac/.test(type)) continue;
    const kind = type === "hmac" ? "hmac-key" : "encryption-key";
    const exported = await core.get(`transit/export/${kind}/${type}/1`);
    assert.equal(exported.data?.keys["1"], key.toString("base64"));
  }
});

for (const [name, oaepHash] of Object.entries(OAEP_HASHES)) {
  test(`a key is imported by OAEP with ${name}`, async () => {
    const core = await withTransit();
    const ciphertext = await wrapped(core, randomBytes(32), oaepHash);
    const { status } = await core.post("transit/keys/k/import", { ciphertext, hash_function: name });
    assert.equal(status, 204);
  });
}

test("all that is wrong with a wrapped key gets one answer", async () => {
  const core = await withTransit();
  const good = Buffer.from(await wrapped(core, randomBytes(32)), "base64");
  const flipped = (at: number) => Buffer.from(good.map((byte, index) => (index === at ? byte ^ 1 : byte)));
  const refusals = new Set<string>();
  for (const bytes of [
    good.subarray(0, 512),
    good.subarray(0, -8),
    good.subarray(0, -1),
    flipped(3),
    flipped(520),
    Buffer.alloc(600),
  ]) {
    const { status, errors } = await core.post("transit/keys/k/import", {
      ciphertext: bytes.toString("base64"),
    });
    assert.equal(status, 400);
    refusals.add(errors.join());
  }
  assert.equal(refusals.size, 1);
  assert.equal((await core.get("transit/keys/k")).status, 404);
});

test("a key of the wrong type, size or curve is refused", async () => {
  const core = await withTransit();
  for (const [type, key] of [
    ["aes256-gcm96", randomBytes(31)],
    ["aes128-gcm96", randomBytes(32)],
    ["hmac", randomBytes(31)],
    ["hmac", randomBytes(513)],
    ["ed25519", pkcs8("ecdsa-p256")],
    ["ecdsa-p384", pkcs8("ecdsa-p256")],
    ["rsa-3072", pkcs8("rsa-2048")],
    ["rsa-2048", randomBytes(500)],
  ] as const) {
    const { status } = await core.post("transit/keys/k/import", {
      type,
      ciphertext: await wrapped(core, key),
    });
    assert.equal(status, 400, type);
  }
});

test("imported keys rotate only where that was allowed", async () => {
  const core = await withTransit();
  for (const allow_rotation of [false, true]) {
    const name = `k-${allow_rotation}`;
    const ciphertext = await wrapped(core, randomBytes(32));
    await core.post(`transit/keys/${name}/import`, { ciphertext, allow_rotation });
    assert.equal((await core.post(`transit/keys/${name}/rotate`)).status, allow_rotation ? 200 : 400);
  }
});

test("a public key verifies and encrypts; its private half may follow, another's may not", async () => {
  const core = await withTransit();
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const public_key = publicKey.export({ format: "pem", type: "spki" }) as string;
  await core.post("transit/keys/k/import", { type: "rsa-2048", public_key });
  const ciphertext = await encrypted(core, "m");
  assert.equal((await core.post("transit/decrypt/k", { ciphertext })).status, 400);
  assert.equal((await core.post("transit/sign/k", { input: b64("m") })).status, 400);
  const complete = async (key: Buffer) =>
    core.post("transit/keys/k/import_version", { ciphertext: await wrapped(core, key), version: 1 });
  assert.equal((await complete(pkcs8("rsa-2048"))).status, 400);
  assert.equal((await complete(privateKey.export({ format: "der", type: "pkcs8" }))).status, 204);
  assert.equal(await decrypted(core, ciphertext), "m");
});

test("a key leaves wrapped for another cluster and is imported there", async () => {
  const [here, there] = [await withKey({ exportable: true }), await withTransit()];
  const { data } = await there.get("transit/wrapping_key");
  await here.post("transit/keys/there/import", { type: "rsa-4096", public_key: data?.public_key });
  const ciphertext = await encrypted(here, "m");
  const { data: exported } = await here.get("transit/byok-export/there/k");
  assert.equal((await there.post("transit/keys/k/import", { ciphertext: exported?.keys["1"] })).status, 204);
  assert.equal(await decrypted(there, ciphertext), "m");
});

for (const type of QUICK) {
  test(`${type}: a backup restores the key with all its versions, here and elsewhere`, async () => {
    const core = await withTransit();
    const rules = { exportable: true, allow_plaintext_backup: true };
    await made(core, "k", { ...settingsFor(type), ...rules });
    for (let version = 2; version <= (type.startsWith("rsa") ? 2 : 40); version++)
      await core.post("transit/keys/k/rotate");
    const input = b64("m");
    const { data: code } = await core.post("transit/hmac/k", { input, key_version: 1 });
    const { data } = await core.get("transit/backup/k");
    const elsewhere = await withTransit();
    assert.equal((await elsewhere.post("transit/restore/k2", { backup: data?.backup })).status, 204);
    const shown = (await elsewhere.get("transit/keys/k2")).data;
    const original = (await core.get("transit/keys/k")).data;
    const { restore_info, ...rest } = shown ?? {};
    assert.deepEqual(rest, { ...original, name: "k2" });
    assert.ok(restore_info);
    const verified = await elsewhere.post("transit/verify/k2", { input, hmac: code?.hmac });
    assert.deepEqual(verified.data, { valid: true });
    assert.equal((await core.post("transit/restore", { backup: data?.backup })).status, 400, "it is there");
    assert.equal((await core.post("transit/restore", { backup: data?.backup, force: true })).status, 204);
  });
}

test("a backup that was tampered with is refused, without a word of what is in it", async () => {
  const core = await withKey({ exportable: true, allow_plaintext_backup: true });
  const { data } = await core.get("transit/backup/k");
  const json = JSON.parse(Buffer.from(data?.backup, "base64").toString());
  for (const change of [
    { type: 99 },
    { type: 2 },
    { type: "0" },
    { latest_version: 2 },
    { latest_version: -1 },
    { latest_version: 1e12 },
    { min_decryption_version: 7 },
    { min_encryption_version: 7 },
    { keys: {} },
    { keys: [] },
    { keys: { "1": { key: "AAAA" } } },
    { name: "../k" },
    { derived: "yes" },
    { convergent_encryption: true },
  ]) {
    const changed = {
      ...json,
      policy: { ...json.policy, ...change },
      ...("keys" in change && { archived_keys: {} }),
    };
    const { status, errors } = await core.post("transit/restore", {
      backup: b64(JSON.stringify(changed)),
      force: true,
    });
    assert.equal(status, 400, JSON.stringify(change));
    assert.ok(!errors.join().includes(json.policy.keys["1"].key));
  }
  assert.equal((await core.get("transit/keys/k")).data?.latest_version, 1, "the key is as it was");
});

/** A certificate of its own key, and that key as PKCS #8. */
async function leafCertificate(): Promise<{ pem: string; key: Buffer }> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const extensions = [new BasicConstraintsExtension(false)];
  const made = await X509CertificateGenerator.createSelfSigned({ name: "CN=signer", keys, extensions });
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { pem: made.toString("pem"), key: Buffer.from(key) };
}

test("a certificate request is signed by the key, and its certificate kept with the version", async () => {
  const core = await withTransit();
  await made(core, "k", { type: "ecdsa-p256" });
  const { data } = await core.post("transit/keys/k/csr");
  assert.match(data?.csr, /^-----BEGIN CERTIFICATE REQUEST-----/);
  const foreign = await makeSelfSignedCertificate({ names: ["localhost"], addresses: [] });
  const certificate_chain = foreign.certificatePem;
  const refused = await core.post("transit/keys/k/set-certificate", { certificate_chain });
  assert.equal(refused.status, 400, "of another key");
  const own = await leafCertificate();
  await core.post("transit/keys/own/import", {
    type: "ecdsa-p256",
    ciphertext: await wrapped(core, own.key),
  });
  const kept = await core.post("transit/keys/own/set-certificate", { certificate_chain: own.pem });
  assert.equal(kept.status, 200, kept.errors.join());
  const { data: exported } = await core.get("transit/export/certificate-chain/own");
  const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256;
  assert.equal(fingerprint(exported?.keys["1"]), fingerprint(own.pem));
});

test("two parties that derive a key from each other's public keys have the same one", async () => {
  const core = await withTransit();
  for (const curve of ["ecdsa-p256", "ecdsa-p384", "ecdsa-p521"]) {
    for (const party of ["a", "b"]) await made(core, `${curve}-${party}`, { type: curve });
    const publicOf = async (party: string) =>
      (await core.get(`transit/keys/${curve}-${party}`)).data?.keys["1"].public_key;
    for (const [mine, theirs] of [
      ["a", "b"],
      ["b", "a"],
    ] as const) {
      const body = {
        base_key_name: `${curve}-${mine}`,
        peer_public_key: await publicOf(theirs),
        key_derivation_algorithm: "ecdh",
      };
      assert.equal((await core.post(`transit/derive-key/${curve}-of-${mine}`, body)).status, 204);
    }
    const { data } = await core.post(`transit/encrypt/${curve}-of-a`, { plaintext: b64("m") });
    const opened = await core.post(`transit/decrypt/${curve}-of-b`, { ciphertext: data?.ciphertext });
    assert.equal(opened.data?.plaintext, b64("m"));
  }
});

test("an imported signing key signs as itself", async () => {
  const core = await withTransit();
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const ciphertext = await wrapped(core, privateKey.export({ format: "der", type: "pkcs8" }));
  await core.post("transit/keys/k/import", { type: "ecdsa-p384", ciphertext });
  const { data } = await core.post("transit/sign/k", { input: b64("m"), hash_algorithm: "sha2-384" });
  assert.ok(verify("sha384", Buffer.from("m"), publicKey, bytesOf(data?.signature)));
});
