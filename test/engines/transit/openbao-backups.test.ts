// Backups that OpenBao 2.6.2 wrote of keys of every type, two versions each, with what it made of "hello" under the
// first: restored here, they do the same work. testdata/openbao-backups.json.gz, one key a line.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { b64, withTransit } from "./transit-stage.ts";

interface Recorded {
  name: string;
  type: string;
  backup: string;
  context?: string;
  isConvergent?: true;
  ciphertext?: string;
  signature?: string;
  hmac: string;
}

const FILE = join(import.meta.dirname, "testdata/openbao-backups.json.gz");
const recorded: Recorded[] = JSON.parse(gunzipSync(readFileSync(FILE)).toString());
const hello = b64("hello");

for (const { name, type, backup, context, isConvergent, ciphertext, signature, hmac } of recorded) {
  test(`${type}${context ? ", derived" : ""}${isConvergent ? ", convergent" : ""}: OpenBao's backup restores`, async () => {
    const core = await withTransit();
    assert.equal((await core.post("transit/restore", { backup })).status, 204);
    const shown = await core.get(`transit/keys/${name}`);
    assert.deepEqual([shown.data?.type, shown.data?.latest_version], [type, 2]);
    const asked = { ...(context !== undefined && { context }) };
    const ask = async (path: string, body: object) =>
      (await core.post(`transit/${path}/${name}`, { ...asked, ...body } as never)).data;
    assert.deepEqual(await ask("verify", { input: hello, hmac }), { valid: true });
    if (signature) assert.deepEqual(await ask("verify", { input: hello, signature }), { valid: true });
    if (ciphertext) assert.deepEqual(await ask("decrypt", { ciphertext }), { plaintext: hello });
    if (isConvergent) {
      assert.equal((await ask("encrypt", { plaintext: hello, key_version: 1 }))?.ciphertext, ciphertext);
    }
    assert.equal((await core.post(`transit/keys/${name}/rotate`)).data?.latest_version, 3);
  });
}
