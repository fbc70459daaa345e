// What to ask: each scenario begins with an empty mount.
import type { Asker } from "./asker.ts";

export type Scenario = (ask: Asker) => Promise<void>;

const b64 = (text: string) => Buffer.from(text).toString("base64");
const TYPES = [
  "aes128-gcm96",
  "aes256-gcm96",
  "chacha20-poly1305",
  "ed25519",
  "ecdsa-p256",
  "ecdsa-p384",
  "ecdsa-p521",
  "rsa-2048",
  "rsa-3072",
  "rsa-4096",
  "hmac",
];
const HASHES = ["sha1", "sha2-224", "sha2-256", "sha2-384", "sha2-512", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "none", "md5"];
const BOOLEANS = [{}, { derived: true }, { derived: true, convergent_encryption: true }, { convergent_encryption: true }];
const input = b64("the quick brown fox");

const sized = (type: string) => (type === "hmac" ? { type, key_size: 32 } : { type });
/** RSA is slow to make, so the larger ones are left to those scenarios that need them. */
const QUICK = TYPES.filter((type) => !/rsa-[34]/.test(type));

async function keys(ask: Asker): Promise<void> {
  for (const type of TYPES) {
    for (const options of BOOLEANS) {
      const name = `keys/k-${type}-${BOOLEANS.indexOf(options)}`;
      if (/rsa-[34]/.test(type) && BOOLEANS.indexOf(options) > 0) continue;
      await ask.post(`transit/${name}`, { ...sized(type), ...options });
      await ask.get(`transit/${name}`);
    }
  }
  await ask.list("transit/keys");
  for (const body of [
    { type: "nonsense" },
    { type: 7 },
    { type: "" },
    { key_size: 32 },
    { type: "hmac" },
    { type: "hmac", key_size: 31 },
    { type: "hmac", key_size: 513 },
    { type: "hmac", key_size: -1 },
    { type: "aes256-gcm96", key_size: 16 },
    { derived: "maybe" },
    { auto_rotate_period: "5m" },
    { auto_rotate_period: "-1h" },
    { auto_rotate_period: "soon" },
    { auto_rotate_period: "1h", exportable: true, allow_plaintext_backup: true },
    { unknown: 1 },
  ]) {
    await ask.post("transit/keys/bad", body);
  }
  await ask.get("transit/keys/absent");
  await ask.delete("transit/keys/absent");
  await ask.delete("transit/keys/bad");
  await ask.post("transit/keys/bad/config", { deletion_allowed: true });
  await ask.delete("transit/keys/bad");
  await ask.get("transit/keys/bad");
  await ask.get("transit/keys/");
  await ask.post("transit/keys/");
  await ask.list("transit/keys/k-hmac-0");
  await ask.post("transit/keys/name with space");
  await ask.post("transit/keys/%C3%A4");
  await ask.post("transit/keys/.x");
  await ask.get("transit/keys/k-ed25519-1?context=YWJj");
}

async function config(ask: Asker): Promise<void> {
  await ask.post("transit/keys/k");
  for (let at = 0; at < 4; at++) await ask.post("transit/keys/k/rotate");
  for (const body of [
    {},
    { min_decryption_version: 0 },
    { min_decryption_version: -1 },
    { min_decryption_version: 6 },
    { min_encryption_version: 6 },
    { min_encryption_version: -1 },
    { min_decryption_version: 3 },
    { min_encryption_version: 2 },
    { min_encryption_version: 4 },
    { min_decryption_version: 5 },
    { min_decryption_version: "x" },
    { exportable: true },
    { exportable: false },
    { allow_plaintext_backup: true },
    { allow_plaintext_backup: false },
    { deletion_allowed: true },
    { auto_rotate_period: "24h" },
    { auto_rotate_period: "1m" },
    { auto_rotate_period: 0 },
    { min_decryption_version: 2, min_encryption_version: 5 },
  ]) {
    await ask.post("transit/keys/k/config", body);
  }
  await ask.get("transit/keys/k");
  for (const body of [{}, { min_available_version: 3 }, { min_available_version: 9 }, { min_available_version: -1 }, { min_available_version: 2 }, { min_available_version: 1 }, { min_available_version: "x" }]) {
    await ask.post("transit/keys/k/trim", body);
  }
  await ask.post("transit/keys/k/config", { min_decryption_version: 1 });
  await ask.get("transit/keys/k");
  for (const name of ["config", "rotate", "trim", "soft-delete-restore"]) await ask.post(`transit/keys/absent/${name}`);
  await ask.delete("transit/keys/absent/soft-delete");
  for (const verb of ["get", "delete", "list"] as const) await ask[verb]("transit/keys/k/config");
  await ask.get("transit/keys/k/nothing");
  await ask.post("transit/keys/q", { type: "aes256-gcm96" });
  await ask.post("transit/keys/q/trim", { min_available_version: 1 });
  for (const body of [{}, { disable_upsert: true }, { disable_upsert: false }, { disable_upsert: "x" }]) await ask.post("transit/config/keys", body);
  await ask.get("transit/config/keys");
  await ask.get("transit/cache-config");
  for (const body of [{}, { size: 0 }, { size: 9 }, { size: 10 }, { size: -1 }, { size: "x" }]) await ask.post("transit/cache-config", body);
  await ask.get("transit/cache-config");
}

async function softDelete(ask: Asker): Promise<void> {
  await ask.post("transit/keys/k", { exportable: true, allow_plaintext_backup: true });
  const { data } = await ask.post("transit/encrypt/k", { plaintext: input });
  await ask.delete("transit/keys/k/soft-delete");
  await ask.delete("transit/keys/k/soft-delete");
  await ask.get("transit/keys/k");
  await ask.list("transit/keys");
  await ask.post("transit/encrypt/k", { plaintext: input });
  await ask.post("transit/decrypt/k", { ciphertext: data.ciphertext });
  await ask.post("transit/rewrap/k", { ciphertext: data.ciphertext });
  await ask.post("transit/hmac/k", { input });
  await ask.post("transit/sign/k", { input });
  await ask.post("transit/datakey/plaintext/k");
  await ask.post("transit/keys/k/rotate");
  await ask.post("transit/keys/k/config", { exportable: true });
  await ask.post("transit/keys/k/trim", { min_available_version: 1 });
  await ask.get("transit/export/encryption-key/k");
  await ask.get("transit/backup/k");
  await ask.delete("transit/keys/k");
  await ask.post("transit/keys/k");
  await ask.post("transit/keys/k/soft-delete-restore");
  await ask.post("transit/keys/k/soft-delete-restore");
  await ask.post("transit/decrypt/k", { ciphertext: data.ciphertext });
  await ask.get("transit/keys/k");
}

async function encrypt(ask: Asker): Promise<void> {
  for (const type of QUICK) {
    await ask.post(`transit/keys/${type}`, sized(type));
    const { data } = await ask.post(`transit/encrypt/${type}`, { plaintext: input });
    const ciphertext = data?.ciphertext ?? "vault:v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    await ask.post(`transit/decrypt/${type}`, { ciphertext });
    await ask.post(`transit/rewrap/${type}`, { ciphertext });
    await ask.post(`transit/encrypt/${type}`, { plaintext: input, associated_data: b64("ad") });
    await ask.post(`transit/encrypt/${type}`, { plaintext: input, context: b64("c") });
    await ask.post(`transit/encrypt/${type}`, { plaintext: input, nonce: b64("123456789012") });
    await ask.post(`transit/encrypt/${type}`, { plaintext: "" });
    await ask.post(`transit/encrypt/${type}`, { plaintext: Buffer.alloc(1000).toString("base64") });
    for (const kind of ["plaintext", "wrapped", "other"]) await ask.post(`transit/datakey/${kind}/${type}`);
    for (const bits of [0, 128, 256, 512, 100, "x"]) await ask.post(`transit/datakey/plaintext/${type}`, { bits });
  }
  await ask.post("transit/keys/k");
  await ask.post("transit/keys/k/rotate");
  for (const body of [
    {},
    { plaintext: "%%%" },
    { plaintext: 7 },
    { plaintext: null },
    { plaintext: { a: 1 } },
    { plaintext: input, key_version: 1 },
    { plaintext: input, key_version: 3 },
    { plaintext: input, key_version: -1 },
    { plaintext: input, key_version: "x" },
    { plaintext: input, associated_data: "%" },
    { plaintext: input, context: "%" },
    { plaintext: input, nonce: "%" },
    { plaintext: input, type: "aes128-gcm96" },
    { plaintext: input, type: "nonsense" },
    { plaintext: input, convergent_encryption: true },
  ]) {
    await ask.post("transit/encrypt/k", body);
    await ask.post("transit/datakey/plaintext/k", body);
  }
  for (const type of [...QUICK, "nonsense", ""]) {
    await ask.post(`transit/encrypt/up-${type}`, { plaintext: input, type });
    await ask.post(`transit/encrypt/upc-${type}`, { plaintext: input, type, context: b64("c") });
    await ask.post(`transit/encrypt/upcc-${type}`, { plaintext: input, type, convergent_encryption: true, context: b64("c") });
    await ask.get(`transit/keys/upcc-${type}`);
  }
  await ask.post("transit/encrypt/upx", { plaintext: input, convergent_encryption: true });
  await ask.post("transit/encrypt/upx", {});
  await ask.post("transit/encrypt/upx", { plaintext: "%" });
  await ask.get("transit/keys/upx");
  await ask.post("transit/config/keys", { disable_upsert: true });
  await ask.post("transit/encrypt/none", { plaintext: input });
  await ask.post("transit/encrypt/none", { batch_input: [{ plaintext: input }] });
  await ask.post("transit/decrypt/none", { ciphertext: "vault:v1:AAAA" });
  await ask.post("transit/rewrap/none", { ciphertext: "vault:v1:AAAA" });
  await ask.post("transit/datakey/plaintext/none");
  await ask.get("transit/encrypt/k");
  await ask.get("transit/decrypt/k");
  await ask.list("transit/encrypt");
}

async function badCiphertexts(ask: Asker): Promise<void> {
  for (const type of QUICK.filter((name) => /aes|chacha|rsa/.test(name))) {
    await ask.post(`transit/keys/${type}`, { type });
    await ask.post(`transit/keys/${type}/rotate`);
    const { data } = await ask.post(`transit/encrypt/${type}`, { plaintext: input });
    const good: string = data.ciphertext;
    const flipped = `${good.slice(0, 30)}${good[30] === "A" ? "B" : "A"}${good.slice(31)}`;
    for (const ciphertext of [
      "",
      null,
      "x",
      "vault:",
      "vault:v2",
      "vault:v2:",
      "vault:v2:%%%",
      "vault:v2:AAAA",
      good.replace("v2", "v0"),
      good.replace("v2", "v1"),
      good.replace("v2", "v3"),
      good.replace("v2", "v-1"),
      good.replace("v2", "v02"),
      good.replace("v2", "vx"),
      good.replace("vault", "fault"),
      good.slice(0, -8),
      flipped,
      `${good}AAAA`,
      good,
    ]) {
      await ask.post(`transit/decrypt/${type}`, { ciphertext });
      await ask.post(`transit/rewrap/${type}`, { ciphertext });
    }
    await ask.post(`transit/decrypt/${type}`, {});
    await ask.post(`transit/rewrap/${type}`, {});
    await ask.post(`transit/keys/${type}/config`, { min_decryption_version: 2 });
    await ask.post(`transit/decrypt/${type}`, { ciphertext: good.replace("v2", "v1") });
    await ask.post(`transit/decrypt/${type}`, { ciphertext: good.replace("v2", "v0") });
    await ask.post(`transit/encrypt/${type}`, { plaintext: input, key_version: 1 });
    await ask.post(`transit/decrypt/${type}`, { ciphertext: good, associated_data: b64("x") });
    await ask.post(`transit/decrypt/${type}`, { ciphertext: good, context: b64("x") });
    await ask.post(`transit/decrypt/${type}`, { ciphertext: good, nonce: b64("x") });
  }
}

async function derived(ask: Asker): Promise<void> {
  for (const convergent_encryption of [false, true]) {
    for (const type of ["aes128-gcm96", "aes256-gcm96", "chacha20-poly1305"]) {
      const name = `${type}-${convergent_encryption}`;
      await ask.post(`transit/keys/${name}`, { type, derived: true, convergent_encryption });
      await ask.get(`transit/keys/${name}`);
      await ask.get(`transit/keys/${name}?context=YWJj`);
      const { data } = await ask.post(`transit/encrypt/${name}`, { plaintext: input, context: b64("c") });
      const again = await ask.post(`transit/encrypt/${name}`, { plaintext: input, context: b64("c") });
      ask.notes.push({ asked: "are both the same?", answered: String(data.ciphertext === again.data.ciphertext) });
      await ask.post(`transit/encrypt/${name}`, { plaintext: input });
      await ask.post(`transit/encrypt/${name}`, { plaintext: input, context: "" });
      await ask.post(`transit/encrypt/${name}`, { plaintext: input, context: b64("c"), nonce: b64("123456789012") });
      await ask.post(`transit/decrypt/${name}`, { ciphertext: data.ciphertext });
      await ask.post(`transit/decrypt/${name}`, { ciphertext: data.ciphertext, context: b64("d") });
      await ask.post(`transit/decrypt/${name}`, { ciphertext: data.ciphertext, context: b64("c") });
      await ask.post(`transit/rewrap/${name}`, { ciphertext: data.ciphertext, context: b64("c") });
      await ask.post(`transit/rewrap/${name}`, { ciphertext: data.ciphertext });
      await ask.post(`transit/datakey/plaintext/${name}`);
      await ask.post(`transit/datakey/plaintext/${name}`, { context: b64("c") });
      await ask.post(`transit/encrypt/${name}`, { batch_input: [{ plaintext: input, context: b64("c") }, { plaintext: input }] });
      await ask.post(`transit/encrypt/${name}`, { batch_input: [{ plaintext: input }, { plaintext: input }] });
      await ask.post(`transit/hmac/${name}`, { input });
    }
  }
  await ask.post("transit/keys/ed", { type: "ed25519", derived: true });
  await ask.get("transit/keys/ed");
  await ask.get("transit/keys/ed?context=YWJj");
  await ask.post("transit/sign/ed", { input });
  const { data } = await ask.post("transit/sign/ed", { input, context: b64("c") });
  await ask.post("transit/verify/ed", { input, signature: data.signature });
  await ask.post("transit/verify/ed", { input, signature: data.signature, context: b64("c") });
  await ask.post("transit/verify/ed", { input, signature: data.signature, context: b64("d") });
  await ask.post("transit/sign/ed", { batch_input: [{ input, context: b64("c") }, { input }] });
  await ask.post("transit/keys/ed/csr");
}

async function batches(ask: Asker): Promise<void> {
  await ask.post("transit/keys/k");
  const good = (await ask.post("transit/encrypt/k", { plaintext: input })).data.ciphertext;
  for (const batch_input of [
    [],
    null,
    "x",
    {},
    7,
    [7],
    [null],
    [{}],
    [{ plaintext: input }],
    [{ plaintext: "" }],
    [{ plaintext: input, reference: "r" }, { plaintext: "%" , reference: "s"}],
    [{ plaintext: 7 }],
    [{ plaintext: input, reference: 7 }],
    [{ plaintext: input, key_version: 7 }, { plaintext: input }],
    [{ plaintext: input, key_version: "x" }],
    [{ plaintext: input, nonce: b64("123456789012") }, { plaintext: input }],
    [{ plaintext: input, context: b64("c") }, { plaintext: input }],
    [{ plaintext: input, associated_data: b64("c") }, { plaintext: input, associated_data: "%" }],
    [{ ciphertext: good }],
    [{ ciphertext: good, reference: "r" }, { ciphertext: "vault:v1:AAAA" }],
    [{ ciphertext: good }, { ciphertext: "vault:v9:AAAA" }],
    [{ ciphertext: "x" }, { ciphertext: "" }],
    [{ ciphertext: good, key_version: 9 }],
    [{ unknown: 1, plaintext: input, ciphertext: good }],
  ]) {
    for (const partial_failure_response_code of [undefined, 200, 207, 999]) {
      const body = partial_failure_response_code === undefined ? { batch_input } : { batch_input, partial_failure_response_code };
      for (const operation of ["encrypt", "decrypt", "rewrap"]) {
        if (operation === "rewrap" && partial_failure_response_code !== undefined) continue;
        await ask.post(`transit/${operation}/k`, body);
      }
    }
  }
  await ask.post("transit/encrypt/k", { plaintext: input, batch_input: [{ plaintext: input }] });
  await ask.post("transit/encrypt/upsert", { batch_input: [{ plaintext: input }] });
  await ask.post("transit/encrypt/upsert2", { batch_input: [{ plaintext: input, context: b64("c") }] });
  await ask.post("transit/encrypt/upsert3", { batch_input: [{ plaintext: "%" }] });
  await ask.get("transit/keys/upsert3");
  await ask.post("transit/keys/s", { type: "ed25519" });
  for (const batch_input of [
    [],
    null,
    "x",
    [{}],
    [{ input }],
    [{ input, reference: "r" }, { input: "%" }],
    [{ input: 7 }],
    [{ input: "" }],
  ]) {
    for (const operation of ["sign/s", "hmac/k", "sign/k", "hmac/s"]) await ask.post(`transit/${operation}`, { batch_input });
  }
  const { data } = await ask.post("transit/sign/s", { input });
  const mac = await ask.post("transit/hmac/k", { input });
  const { signature } = data;
  const { hmac } = mac.data;
  for (const batch_input of [
    [],
    [{}],
    [{ input }],
    [{ input, signature }, { input, signature: "vault:v1:AAAA" }],
    [{ input, signature, reference: "r" }, { input, signature: "x" }],
    [{ input, signature }, { input }],
    [{ input, signature }, { input, hmac }],
    [{ input: "%", signature }],
    [{ input, hmac }, { input, hmac: "vault:v1:AAAA" }],
    [{ input, hmac }, { input, hmac: "x" }],
    [{ input, hmac: "vault:v9:AAAA" }],
    [{ input, hmac: "" }],
    [{ input, hmac, signature }],
  ]) {
    for (const name of ["s", "k"]) await ask.post(`transit/verify/${name}`, { batch_input });
  }
}

async function signatures(ask: Asker): Promise<void> {
  for (const type of QUICK) {
    await ask.post(`transit/keys/${type}`, sized(type));
    for (const hash_algorithm of HASHES) {
      for (const more of [
        {},
        { prehashed: true },
        { signature_algorithm: "pkcs1v15" },
        { signature_algorithm: "pkcs1v15", prehashed: true },
        { marshaling_algorithm: "jws" },
      ]) {
        const body = { input, hash_algorithm, ...more };
        const { data } = await ask.post(`transit/sign/${type}`, body);
        await ask.post(`transit/verify/${type}`, { ...body, signature: data?.signature ?? "vault:v1:AAAA" });
      }
      const digest = Buffer.alloc(Number(/\d+$/.exec(hash_algorithm)?.[0] ?? 256) / 8 || 20, 7).toString("base64");
      const body = { input: digest, hash_algorithm, prehashed: true };
      const { data } = await ask.post(`transit/sign/${type}`, body);
      await ask.post(`transit/verify/${type}`, { ...body, signature: data?.signature ?? "vault:v1:AAAA" });
      await ask.post(`transit/hmac/${type}`, { input, algorithm: hash_algorithm });
      await ask.post(`transit/hmac/${type}/${hash_algorithm}`, { input });
      await ask.post(`transit/sign/${type}/${hash_algorithm}`, { input });
    }
    for (const more of [
      {},
      { input: "" },
      { input: "%" },
      { input: null },
      { input, hash_algorithm: "" },
      { input, algorithm: "sha2-512" },
      { input, algorithm: "x", hash_algorithm: "sha2-512" },
      { input, signature_algorithm: "x" },
      { input, signature_algorithm: "" },
      { input, marshaling_algorithm: "x" },
      { input, marshaling_algorithm: "" },
      { input, salt_length: "auto" },
      { input, salt_length: "hash" },
      { input, salt_length: "0" },
      { input, salt_length: 20 },
      { input, salt_length: "-1" },
      { input, salt_length: "-2" },
      { input, salt_length: "x" },
      { input, salt_length: "100000" },
      { input, salt_length: 400 },
      { input, key_version: 1 },
      { input, key_version: 2 },
      { input, key_version: -1 },
      { input, prehashed: "x" },
    ]) {
      const { data } = await ask.post(`transit/sign/${type}`, more);
      if (data?.signature) await ask.post(`transit/verify/${type}`, { ...more, signature: data.signature });
      await ask.post(`transit/hmac/${type}`, more);
    }
    const { data } = await ask.post(`transit/sign/${type}`, { input });
    const good: string = data?.signature ?? "vault:v1:AAAA";
    const code = (await ask.post(`transit/hmac/${type}`, { input })).data.hmac;
    for (const signature of ["", "x", "vault:v1:", "vault:v1:%", "vault:v2:AAAA", "vault:v0:AAAA", good.replace("v1", "v0"), good.replace("v1", "v2"), good.slice(0, -8), `${good}AAAA`, 7, null]) {
      await ask.post(`transit/verify/${type}`, { input, signature });
      await ask.post(`transit/verify/${type}`, { input, hmac: signature });
    }
    await ask.post(`transit/verify/${type}`, { input });
    await ask.post(`transit/verify/${type}`, { signature: good });
    await ask.post(`transit/verify/${type}`, { hmac: code });
    await ask.post(`transit/verify/${type}`, { input, hmac: code });
    await ask.post(`transit/verify/${type}`, { input, hmac: code, signature: good });
    await ask.post(`transit/verify/${type}/sha2-512`, { input, hmac: code });
    await ask.post(`transit/verify/${type}`, { input: b64("other"), hmac: code });
    await ask.post(`transit/verify/${type}`, { input: b64("other"), signature: good });
  }
  for (const operation of ["sign", "verify", "hmac"]) {
    await ask.post(`transit/${operation}/none`, { input, signature: "vault:v1:AAAA" });
    await ask.post(`transit/${operation}/none`, { input, hmac: "vault:v1:AAAA" });
    await ask.get(`transit/${operation}/none`);
  }
}

async function exports_(ask: Asker): Promise<void> {
  for (const exportable of [true, false]) {
    for (const type of QUICK) {
      const name = `${type}-${exportable}`;
      await ask.post(`transit/keys/${name}`, { ...sized(type), exportable });
      for (const kind of ["encryption-key", "signing-key", "hmac-key", "public-key", "certificate-chain", "other"]) {
        await ask.get(`transit/export/${kind}/${name}`);
        if (kind === "other" || !exportable) continue;
        for (const version of ["1", "2", "latest", "0", "-1", "x"]) await ask.get(`transit/export/${kind}/${name}/${version}`);
      }
    }
  }
  await ask.get("transit/export/encryption-key/none");
  await ask.get("transit/export/other/none");
  await ask.get("transit/export/encryption-key");
  await ask.post("transit/keys/v", { exportable: true });
  await ask.post("transit/keys/v/rotate");
  await ask.post("transit/keys/v/rotate");
  await ask.post("transit/keys/v/config", { min_decryption_version: 2 });
  await ask.get("transit/export/encryption-key/v");
  await ask.get("transit/export/encryption-key/v/1");
  await ask.get("transit/export/encryption-key/v/2");
}

async function backups(ask: Asker): Promise<void> {
  for (const type of QUICK) {
    await ask.post(`transit/keys/${type}`, sized(type));
    await ask.get(`transit/backup/${type}`);
    await ask.post(`transit/keys/${type}/config`, { exportable: true });
    await ask.get(`transit/backup/${type}`);
    await ask.post(`transit/keys/${type}/config`, { allow_plaintext_backup: true, deletion_allowed: true });
    const { data } = await ask.get(`transit/backup/${type}`);
    await ask.get(`transit/keys/${type}`);
    await ask.post("transit/restore", { backup: data.backup });
    await ask.post("transit/restore", { backup: data.backup, force: true });
    await ask.post(`transit/restore/${type}-2`, { backup: data.backup });
    await ask.get(`transit/keys/${type}-2`);
    await ask.post("transit/restore/some", { backup: data.backup, name: "other" });
  }
  await ask.list("transit/keys");
  for (const body of [{}, { backup: "" }, { backup: "%" }, { backup: b64("{}") }, { backup: b64("x") }, { backup: 7 }, { backup: b64('{"policy":{}}') }]) {
    await ask.post("transit/restore", body);
    await ask.post("transit/restore/x", body);
  }
  await ask.get("transit/backup/none");
}

async function digests(ask: Asker): Promise<void> {
  for (const prefix of ["transit", "sys/tools"]) {
    for (const algorithm of [...HASHES, ""]) {
      await ask.post(`${prefix}/hash`, { input, algorithm });
      if (algorithm !== "") await ask.post(`${prefix}/hash/${algorithm}`, { input });
    }
    for (const body of [{}, { input: "" }, { input: "%" }, { input, format: "x" }, { input, format: "base64" }, { input, format: "hex" }, { input, format: "" }, { input: 7 }]) {
      await ask.post(`${prefix}/hash`, body);
    }
    await ask.post(`${prefix}/hash/sha2-512`, { input, algorithm: "sha2-256" });
    for (const path of ["", "/16", "/platform", "/seal", "/all", "/other", "/all/16", "/seal/16", "/platform/x", "/-1", "/0", "/131072", "/131073", "/2147483648", "/16/16", "/99999999999999999999", "/16x"]) {
      await ask.post(`${prefix}/random${path}`);
    }
    for (const body of [{ bytes: 0 }, { bytes: -1 }, { bytes: 16 }, { bytes: "16" }, { bytes: "x" }, { bytes: 131073 }, { bytes: 2147483648 }, { bytes: 16, format: "hex" }, { format: "x" }, { source: "seal" }, { source: "x" }, { urlbytes: "8" }, { bytes: 8, source: "all" }]) {
      await ask.post(`${prefix}/random`, body);
      await ask.post(`${prefix}/random/24`, body);
    }
    await ask.get(`${prefix}/random`);
    await ask.get(`${prefix}/hash`);
    await ask.list(`${prefix}/hash`);
  }
}

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  keys,
  config,
  "soft delete": softDelete,
  encrypt,
  "bad ciphertexts": badCiphertexts,
  derived,
  batches,
  signatures,
  exports: exports_,
  backups,
  digests,
};
