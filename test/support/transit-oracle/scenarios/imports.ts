// Keys from elsewhere and to elsewhere; certificates; key agreement.
import { wrapKey } from "#crypto/aes-key-wrap.ts";
import { AsymmetricKey, generateKeyBytes } from "#crypto/asymmetric-key.ts";
import { encryptOaep, type OaepHash } from "#crypto/rsa/oaep.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import type { Asker } from "../asker.ts";
import { b64, input } from "../words.ts";

const KINDS = {
  "aes128-gcm96": 16,
  "aes256-gcm96": 32,
  "chacha20-poly1305": 32,
  hmac: 64,
  ed25519: { type: "ed25519" },
  "ecdsa-p256": { type: "ec", curve: "P-256" },
  "ecdsa-p521": { type: "ec", curve: "P-521" },
  "rsa-2048": { type: "rsa", bits: 2048 },
} as const;

async function keyBytes(kind: (typeof KINDS)[keyof typeof KINDS]): Promise<Uint8Array> {
  return typeof kind === "number" ? randomBytes(kind) : (await generateKeyBytes(kind)).secret;
}

function wrapped(pem: string, key: Uint8Array, hash: OaepHash = "sha256"): string {
  const ephemeral = randomBytes(32);
  const wrappedEphemeral = encryptOaep(AsymmetricKey.ofPublicPem(pem), ephemeral, hash);
  return Buffer.concat([wrappedEphemeral, wrapKey(ephemeral, key)]).toString("base64");
}

export async function imports(ask: Asker): Promise<void> {
  await ask.post("transit/keys/early/import", { ciphertext: b64("x".repeat(600)), type: "aes256-gcm96" });
  const pem: string = (await ask.get("transit/wrapping_key")).data.public_key;
  await ask.get("transit/wrapping_key");
  for (const [type, kind] of Object.entries(KINDS)) {
    const key = await keyBytes(kind);
    await ask.post(`transit/keys/${type}/import`, { type, ciphertext: wrapped(pem, key) });
    await ask.get(`transit/keys/${type}`);
    await ask.post(`transit/keys/${type}/import`, { type, ciphertext: wrapped(pem, key) });
    await ask.post(`transit/keys/${type}/rotate`);
    const next = await keyBytes(kind);
    await ask.post(`transit/keys/${type}/import_version`, { ciphertext: wrapped(pem, next) });
    await ask.get(`transit/keys/${type}`);
    await ask.post(`transit/encrypt/${type}`, { plaintext: input });
    await ask.post(`transit/sign/${type}`, { input });
    await ask.post(`transit/hmac/${type}`, { input });
    for (const hash of ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "sha512", "MD5"]) {
      const ciphertext = wrapped(pem, key, hash === "MD5" ? "sha256" : (hash.toLowerCase() as OaepHash));
      await ask.post(`transit/keys/${type}-${hash}/import`, { type, ciphertext, hash_function: hash });
    }
  }
  await badImports(ask, pem);
  await publicImports(ask, pem);
}

async function badImports(ask: Asker, pem: string): Promise<void> {
  const key = randomBytes(32);
  const good = wrapped(pem, key);
  for (const body of [
    {},
    { ciphertext: "" },
    { ciphertext: "%" },
    { ciphertext: b64("short") },
    { ciphertext: good.slice(0, -12) },
    { ciphertext: `A${good.slice(1)}` },
    { ciphertext: wrapped(pem, randomBytes(31)) },
    { ciphertext: wrapped(pem, key), type: "ed25519" },
    { ciphertext: wrapped(pem, key), type: "rsa-2048" },
    { ciphertext: wrapped(pem, key), type: "nonsense" },
    { ciphertext: wrapped(pem, key), type: "hmac", allow_rotation: true },
    { ciphertext: wrapped(pem, randomBytes(16)), type: "hmac" },
    { ciphertext: wrapped(pem, key), auto_rotate_period: "24h" },
    { ciphertext: wrapped(pem, key), auto_rotate_period: "24h", allow_rotation: true },
    { ciphertext: wrapped(pem, key), derived: true, exportable: true, allow_plaintext_backup: true },
    { ciphertext: wrapped(pem, key), type: "ecdsa-p256", derived: true },
    { public_key: "x", type: "rsa-2048" },
    { public_key: pem, type: "aes256-gcm96" },
    { public_key: pem, ciphertext: good },
  ]) {
    await ask.post(`transit/keys/bad-${JSON.stringify(body).length}/import`, body);
    await ask.get(`transit/keys/bad-${JSON.stringify(body).length}`);
  }
  await ask.post("transit/keys/own");
  await ask.post("transit/keys/own/import_version", { ciphertext: good });
  await ask.post("transit/keys/none/import_version", { ciphertext: good });
  await ask.post("transit/keys/aes256-gcm96/import_version", {});
  await ask.post("transit/keys/aes256-gcm96/import_version", { ciphertext: wrapped(pem, randomBytes(16)) });
  await ask.post("transit/keys/aes256-gcm96/import_version", { ciphertext: good, version: 1 });
}

async function publicImports(ask: Asker, wrappingPem: string): Promise<void> {
  for (const type of ["rsa-2048", "ecdsa-p256", "ed25519"] as const) {
    const kind = KINDS[type];
    const key = await generateKeyBytes(kind);
    const public_key = AsymmetricKey.ofPublic(key.publicKey).publicPem();
    const name = `pub-${type}`;
    await ask.post(`transit/keys/${name}/import`, { type, public_key, exportable: true });
    await ask.get(`transit/keys/${name}`);
    await ask.post(`transit/encrypt/${name}`, { plaintext: input });
    await ask.post(`transit/decrypt/${name}`, {
      ciphertext: `vault:v1:${Buffer.alloc(256).toString("base64")}`,
    });
    await ask.post(`transit/sign/${name}`, { input });
    await ask.post(`transit/hmac/${name}`, { input });
    await ask.post(`transit/keys/${name}/rotate`);
    await ask.get(`transit/export/public-key/${name}`);
    await ask.get(`transit/export/signing-key/${name}`);
    await ask.get(`transit/export/hmac-key/${name}`);
    await ask.post(`transit/keys/${name}/csr`);
    const other = await generateKeyBytes(kind);
    const complete = (secret: Uint8Array, version: number) =>
      ask.post(`transit/keys/${name}/import_version`, { ciphertext: wrapped(wrappingPem, secret), version });
    await complete(other.secret, 1);
    await complete(key.secret, 2);
    await complete(key.secret, 1);
    await complete(key.secret, 1);
    await ask.post(`transit/sign/${name}`, { input });
    await ask.post(`transit/hmac/${name}`, { input });
    await ask.get(`transit/keys/${name}`);
  }
  await ask.post("transit/keys/wrapping/import", { type: "rsa-4096", public_key: wrappingPem });
  for (const [name, exportable] of [
    ["leaves", true],
    ["stays", false],
  ] as const) {
    await ask.post(`transit/keys/${name}`, { exportable });
    await ask.get(`transit/byok-export/wrapping/${name}`);
    await ask.get(`transit/byok-export/wrapping/${name}/1`);
    await ask.get(`transit/byok-export/wrapping/${name}/latest`);
    await ask.get(`transit/byok-export/wrapping/${name}/2`);
  }
  const { data } = await ask.get("transit/byok-export/wrapping/leaves");
  await ask.post("transit/keys/arrived/import", { type: "aes256-gcm96", ciphertext: data.keys["1"] });
  await ask.get("transit/byok-export/none/leaves");
  await ask.get("transit/byok-export/wrapping/none");
  await ask.get("transit/byok-export/own/leaves");
}

export async function certificates(ask: Asker): Promise<void> {
  for (const type of ["rsa-2048", "ecdsa-p256", "ecdsa-p384", "ed25519", "aes256-gcm96", "hmac"]) {
    await ask.post(`transit/keys/${type}`, type === "hmac" ? { type, key_size: 32 } : { type });
    const { data } = await ask.post(`transit/keys/${type}/csr`);
    await ask.post(`transit/keys/${type}/csr`, { version: 2 });
    await ask.post(`transit/keys/${type}/csr`, { version: 1 });
    await ask.post(`transit/keys/${type}/csr`, { csr: "x" });
    await ask.post(`transit/keys/${type}/csr`, { csr: data?.csr ?? "x" });
    for (const certificate_chain of [undefined, "", "x", data?.csr ?? "x"]) {
      await ask.post(`transit/keys/${type}/set-certificate`, { certificate_chain });
    }
  }
  await ask.post("transit/keys/none/csr");
  await ask.post("transit/keys/none/set-certificate", { certificate_chain: "x" });
}

export async function agreements(ask: Asker): Promise<void> {
  for (const type of ["ecdsa-p256", "ecdsa-p384", "ecdsa-p521"]) {
    await ask.post(`transit/keys/${type}`, { type });
    const { data } = await ask.get(`transit/keys/${type}`);
    const peer_public_key = data.keys["1"].public_key;
    for (const derived_key_type of [
      "aes128-gcm96",
      "aes256-gcm96",
      "chacha20-poly1305",
      "ed25519",
      "rsa-2048",
      "hmac",
      "x",
    ]) {
      const body = { base_key_name: type, peer_public_key, derived_key_type };
      await ask.post(`transit/derive-key/${type}-${derived_key_type}`, body);
      await ask.post(`transit/derive-key/${type}-${derived_key_type}`, {
        ...body,
        key_derivation_algorithm: "ecdh",
      });
      await ask.get(`transit/keys/${type}-${derived_key_type}`);
    }
    for (const body of [
      {},
      { base_key_name: type },
      { peer_public_key },
      { base_key_name: type, peer_public_key: "x" },
      { base_key_name: type, peer_public_key },
      { base_key_name: type, peer_public_key, base_key_version: 2 },
      { base_key_name: type, peer_public_key, key_derivation_algorithm: "x" },
      { base_key_name: "ecdsa-p256", peer_public_key },
    ]) {
      await ask.post("transit/derive-key/other", { ...body, key_derivation_algorithm: "ecdh", ...body });
    }
  }
}
