// Transit in a real process, used by hvac and by the vault command, its work checked by Python's cryptography and by the
// openssl command: what they make is taken here, what is made here they take.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { UnsealedServer } from "#test/server/unsealed-server.ts";
import { foreignTool, runTool } from "./foreign-tool.ts";

const HVAC = "2.4.0";
const CRYPTOGRAPHY = "50.0.2";
const STEPS = ["ciphers", "derived", "batches", "ecdsa", "ed25519", "rsa", "import", "versions", "backup"];
const MESSAGE = "the quick brown fox";
const CANARY = "transit-canary-7f3a9b1c5d2e4f60";

const python = foreignTool("python3", ["--version"]);
const openssl = foreignTool("openssl", ["version"]);

const b64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString("base64");

async function withTransit(): Promise<UnsealedServer> {
  const server = await UnsealedServer.start();
  const filePath = join(server.process.folder, "audit.log");
  (await server.root.put("/v1/sys/audit/file", { type: "file", options: { file_path: filePath } })).expect(
    204,
  );
  return server;
}

test("hvac lives with transit, and cryptography agrees with all of it", { skip: python.skip }, async () => {
  const packages = join(
    import.meta.dirname,
    "../../.cache/python-packages",
    `transit-${HVAC}-${CRYPTOGRAPHY}`,
  );
  const wanted = [`hvac==${HVAC}`, `cryptography==${CRYPTOGRAPHY}`];
  await runTool("python3", ["-m", "pip", "install", "--quiet", "--target", packages, ...wanted], {
    unlessExists: join(packages, "cryptography"),
  });
  await using server = await withTransit();
  const script = join(import.meta.dirname, "transit_life.py");
  const { address, caFile = "" } = server.process;
  const output = await runTool("python3", [script, address, caFile, server.rootToken], {
    env: { PYTHONPATH: packages },
  });
  assert.deepEqual(output.trim().split("\n"), STEPS);
});

test("openssl verifies transit's signatures and decrypts for it, and the other way round", {
  skip: openssl.skip,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-openssl-"));
  const at = (name: string) => join(folder, name);
  const run = (...args: string[]) => runTool("openssl", args);
  try {
    await using server = await withTransit();
    (await server.root.put("/v1/sys/mounts/transit", { type: "transit" })).expect(204);
    const ask = async (path: string, body: object) =>
      (await server.root.put(`/v1/transit/${path}`, body)).expect(200).json.data;
    writeFileSync(at("message"), MESSAGE);
    const input = b64(MESSAGE);
    for (const [type, options, more] of [
      ["ecdsa-p256", [], {}],
      ["ecdsa-p521", [], {}],
      ["rsa-2048", [], { signature_algorithm: "pkcs1v15" }],
      ["rsa-2048", ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:auto"], {}],
    ] as const) {
      await ask(`keys/${type}`, { type, exportable: true });
      const key = (await server.root.get(`/v1/transit/keys/${type}`)).expect(200).json.data.keys["1"];
      const exported = await server.root.get(`/v1/transit/export/signing-key/${type}/1`);
      writeFileSync(at("public.pem"), key.public_key);
      writeFileSync(at("private.pem"), `${exported.expect(200).json.data.keys["1"]}\n`);
      const { signature } = await ask(`sign/${type}`, { input, hash_algorithm: "sha2-512", ...more });
      writeFileSync(at("signature"), Buffer.from(signature.split(":")[2], "base64"));
      const verified = await run(
        ...["dgst", "-sha512", "-verify", at("public.pem"), ...options],
        ...["-signature", at("signature"), at("message")],
      );
      assert.match(verified, /Verified OK/);
      const signing = options.map((option) => option.replace("saltlen:auto", "saltlen:max"));
      await run(
        "dgst",
        "-sha512",
        "-sign",
        at("private.pem"),
        ...signing,
        "-out",
        at("theirs"),
        at("message"),
      );
      const theirs = `vault:v1:${b64(readFileSync(at("theirs")))}`;
      const body = { input, hash_algorithm: "sha2-512", signature: theirs, ...more };
      assert.deepEqual(await ask(`verify/${type}`, body), { valid: true });
    }
    const oaep = ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256"];
    const { ciphertext } = await ask("encrypt/rsa-2048", { plaintext: input });
    writeFileSync(at("sealed"), Buffer.from(ciphertext.split(":")[2], "base64"));
    assert.equal(
      await run("pkeyutl", "-decrypt", "-inkey", at("private.pem"), ...oaep, "-in", at("sealed")),
      MESSAGE,
    );
    await run(
      "pkeyutl",
      "-encrypt",
      "-pubin",
      "-inkey",
      at("public.pem"),
      ...oaep,
      "-in",
      at("message"),
      "-out",
      at("ours"),
    );
    const opened = await ask("decrypt/rsa-2048", { ciphertext: `vault:v1:${b64(readFileSync(at("ours")))}` });
    assert.equal(opened.plaintext, input);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("CVE-2025-62513, CVE-2025-62705: nothing that transit is given or gives out stands in the audit log or the server's", async () => {
  await using server = await withTransit();
  (await server.root.put("/v1/sys/mounts/transit", { type: "transit" })).expect(204);
  const ask = async (path: string, body: object) =>
    (await server.root.put(`/v1/transit/${path}`, body)).expect(200).json.data;
  await ask("keys/k", { exportable: true, allow_plaintext_backup: true });
  await ask("keys/s", { type: "ed25519" });
  const input = b64(CANARY);
  const { ciphertext } = await ask("encrypt/k", { plaintext: input });
  await ask("encrypt/k", { batch_input: [{ plaintext: input }] });
  await ask("decrypt/k", { ciphertext });
  await ask("decrypt/k", { batch_input: [{ ciphertext }] });
  await ask("sign/s", { input });
  await ask("hmac/k", { input });
  await ask("hash", { input });
  const exported = (await server.root.get("/v1/transit/export/encryption-key/k")).expect(200).json.data.keys[
    "1"
  ];
  const { backup } = (await server.root.get("/v1/transit/backup/k")).expect(200).json.data;
  const log = readFileSync(join(server.process.folder, "audit.log"), "utf8") + server.process.output;
  assert.match(log, /transit\/decrypt\/k/);
  const key = Buffer.from(exported, "base64");
  for (const secret of [
    CANARY,
    input,
    Buffer.from(CANARY).toString("hex"),
    exported,
    key.toString("hex"),
    backup,
  ]) {
    assert.ok(!log.includes(secret.slice(0, 40)), "a secret stands in a log");
  }
});

test("the vault command enables transit, encrypts and decrypts", async () => {
  await using server = await UnsealedServer.start();
  const { address, caFile = "" } = server.process;
  const env = { VAULT_ADDR: address, VAULT_CACERT: caFile, VAULT_TOKEN: server.rootToken };
  const vault = (...args: string[]) => runTool(join(import.meta.dirname, "../../bin/vault"), args, { env });
  await vault("secrets", "enable", "transit");
  await vault("write", "-f", "transit/keys/orders", "type=aes256-gcm96");
  const ciphertext = await vault(
    "write",
    "-field=ciphertext",
    "transit/encrypt/orders",
    `plaintext=${b64(MESSAGE)}`,
  );
  assert.match(ciphertext, /^vault:v1:/);
  await vault("write", "-f", "transit/keys/orders/rotate");
  const plaintext = await vault(
    "write",
    "-field=plaintext",
    "transit/decrypt/orders",
    `ciphertext=${ciphertext.trim()}`,
  );
  assert.equal(Buffer.from(plaintext, "base64").toString(), MESSAGE);
  assert.match(await vault("read", "-field=latest_version", "transit/keys/orders"), /^2/);
  assert.match(await vault("list", "transit/keys"), /orders/);
});
