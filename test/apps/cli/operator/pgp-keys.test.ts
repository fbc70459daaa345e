import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readPgpKeys } from "#apps/cli/operator/pgp-keys.ts";

test("a public key is taken armored, as base64 or binary, and passed on as base64", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "coffer-pgp-"));
  t.after(() => rm(directory, { recursive: true }));
  const binary = Buffer.from([0x99, 0x01, 0xff, 0x80, 0x00, 0x7f]);
  const base64 = binary.toString("base64");
  const begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
  const files = {
    binary,
    base64: `${base64}\n`,
    armored: `${begin}\nComment: x\n\n${base64.slice(0, 4)}\n${base64.slice(4)}\n=aBcD\n-----END PGP PUBLIC KEY BLOCK-----\n`,
    windows: `${begin}\r\n\r\n${base64}\r\n-----END PGP PUBLIC KEY BLOCK-----\r\n`,
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  const list = Object.keys(files)
    .map((name) => join(directory, name))
    .join(",");
  assert.deepEqual(await readPgpKeys(list, "pgp-keys"), [base64, base64, base64, base64]);
});

test("a file that is missing or no key is named", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "coffer-pgp-"));
  t.after(() => rm(directory, { recursive: true }));
  await assert.rejects(
    readPgpKeys("/none.asc", "pgp-keys"),
    /invalid value "\/none\.asc" for flag -pgp-keys: open \/none\.asc: ENOENT/,
  );
  const path = join(directory, "bad.asc");
  await writeFile(path, "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n!!!\n-----END PGP");
  await assert.rejects(readPgpKeys(path, "pgp-keys"), /holds no readable PGP key/);
});
