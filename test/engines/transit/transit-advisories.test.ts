// Advisories of Vault and OpenBao about transit, each as a test of its own.
import assert from "node:assert/strict";
import { createHmac, hkdfSync } from "node:crypto";
import { test } from "node:test";
import type { TestCore } from "#test/core-harness/test-core.ts";
import {
  ALL_TYPES,
  b64,
  bytesOf,
  encrypted,
  made,
  settingsFor,
  withKey,
  withTransit,
} from "./transit-stage.ts";

async function exported(core: TestCore, name: string): Promise<Buffer> {
  const { data } = await core.get(`transit/export/encryption-key/${name}/1`);
  return Buffer.from(data?.keys["1"], "base64");
}

test("CL-0.10.2b: a convergent nonce is a keyed HMAC of the plaintext under the derived key", async () => {
  const core = await withKey({ derived: true, convergent_encryption: true, exportable: true });
  const context = "tenant 7";
  const ciphertext = bytesOf(await encrypted(core, "the plaintext", { context: b64(context) }));
  const key = await exported(core, "k");
  const derived = Buffer.from(hkdfSync("sha256", key, "", context, 64));
  const nonce = createHmac("sha256", derived.subarray(32)).update("the plaintext").digest().subarray(0, 12);
  assert.deepEqual(ciphertext.subarray(0, 12), nonce);
});

test("CL-0.10.2b: the same plaintext under other keys and contexts has other nonces and ciphertexts", async () => {
  const core = await withTransit();
  const settings = { derived: true, convergent_encryption: true };
  const seen = new Set<string>();
  const nonces = new Set<string>();
  for (const name of ["a", "b", "c"]) {
    await made(core, name, settings);
    for (const context of ["one", "two", "three"]) {
      for (let again = 0; again < 2; again++) {
        const body = { plaintext: b64("yes"), context: b64(context) };
        const { data } = await core.post(`transit/encrypt/${name}`, body);
        seen.add(data?.ciphertext);
        nonces.add(bytesOf(data?.ciphertext).subarray(0, 12).toString("hex"));
      }
    }
  }
  assert.equal(seen.size, 9);
  assert.equal(nonces.size, 9);
});

for (const settings of [{}, { derived: true }, { derived: true, convergent_encryption: true }]) {
  test(`CVE-2023-4680: no caller chooses a nonce, with a key of ${JSON.stringify(settings)}`, async () => {
    const core = await withKey(settings);
    const nonce = b64("123456789012");
    const plaintext = b64("m");
    const context = b64("c");
    const ciphertext = await encrypted(core, "m", { context });
    const refused = { status: 400, errors: ["provided nonce not allowed for this key"] };
    for (const [path, body] of [
      ["encrypt/k", { plaintext, context, nonce }],
      ["rewrap/k", { ciphertext, context, nonce }],
      ["datakey/plaintext/k", { context, nonce }],
      ["datakey/wrapped/k", { context, nonce }],
    ] as const) {
      const { status, errors } = await core.post(`transit/${path}`, body);
      assert.deepEqual({ status, errors }, refused, path);
    }
    for (const [path, item] of [
      ["encrypt/k", { plaintext, context, nonce }],
      ["rewrap/k", { ciphertext, context, nonce }],
    ] as const) {
      const { data } = await core.post(`transit/${path}`, { batch_input: [item, item] });
      const errors = data?.batch_results.map(({ error }: { error: string }) => error);
      assert.deepEqual(errors, [refused.errors[0], refused.errors[0]], path);
    }
  });
}

test("CVE-2023-4680: thousands of encryptions of one message never share a nonce", async () => {
  const core = await withKey();
  const batch_input = Array.from({ length: 5000 }, () => ({ plaintext: b64("m") }));
  const { data } = await core.post("transit/encrypt/k", { batch_input });
  const nonces = new Set(
    data?.batch_results.map(({ ciphertext }: { ciphertext: string }) =>
      bytesOf(ciphertext).subarray(0, 12).toString("hex"),
    ),
  );
  assert.equal(nonces.size, 5000);
});

test("CVE-2026-55776: no key type with any set of options ends in a fault of the server", async () => {
  const core = await withTransit();
  const options = ["derived", "convergent_encryption", "exportable", "allow_plaintext_backup"];
  const quick = ALL_TYPES.filter((type) => !/rsa-[34]/.test(type));
  for (const type of quick) {
    for (let bits = 0; bits < 1 << options.length; bits++) {
      // A key of RSA that differs only in what may leave is made once.
      if (type === "rsa-2048" && bits > 3) continue;
      const chosen = Object.fromEntries(options.map((option, at) => [option, (bits & (1 << at)) !== 0]));
      const name = `${type}-${bits}`;
      const { status, errors } = await core.post(`transit/keys/${name}`, { ...settingsFor(type), ...chosen });
      assert.ok(status === 200 || status === 400, `${name}: ${status} ${errors}`);
      if (status === 200) await useEveryWay(core, name);
    }
  }
});

/** Everything that can be asked of a key; none of it may be the server's fault. */
async function useEveryWay(core: TestCore, name: string): Promise<void> {
  const body = {
    plaintext: b64("m"),
    input: b64("m"),
    ciphertext: "vault:v1:AAAA",
    signature: "vault:v1:AAAA",
  };
  for (const more of [{}, { context: b64("c") }]) {
    for (const path of ["encrypt", "decrypt", "rewrap", "datakey/plaintext", "sign", "verify", "hmac"]) {
      const { status } = await core.post(`transit/${path}/${name}`, { ...body, ...more });
      assert.ok(status < 500, `${path} ${name}: ${status}`);
    }
  }
  for (const path of [
    `keys/${name}`,
    `export/encryption-key/${name}`,
    `export/public-key/${name}`,
    `backup/${name}`,
  ]) {
    assert.ok((await core.get(`transit/${path}`)).status < 500, path);
  }
  assert.ok((await core.post(`transit/keys/${name}/csr`)).status < 500);
}
