import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { freePort } from "#test/server/free-port.ts";
import { assertTour, runInShell, startLocal, tourCommands } from "#test/tour/run-tour.ts";

const root = join(import.meta.dirname, "../..");

test("the README's two lines are those of package.json", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  assert.match(readme, /^npm ci && npm start$/m);
  assert.match(readme, /^npm ci && npm test$/m);
  assert.equal(scripts.start, "bin/coffer local");
  assert.equal(scripts.test, "scripts/node scripts/test.ts");
});

test("the README's tour does what it shows, and what was written is there after a stop and a start", async () => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-tour-"));
  const port = await freePort();
  mkdirSync(join(folder, "bin"));
  for (const name of ["coffer", "vault"]) symlinkSync(join(root, "bin", name), join(folder, "bin", name));
  const start = () => startLocal(["bin/coffer", "local", `-port=${port}`], folder);
  try {
    const first = await start();
    try {
      assertTour(runInShell(tourCommands(root, port), folder));
      assert.equal(statSync(join(folder, "data/local/root-token")).mode & 0o777, 0o600);
      assert.equal(statSync(join(folder, "data/local/seal.key")).mode & 0o777, 0o600);
    } finally {
      assert.equal(await first.stop(), 0);
    }
    const second = await start();
    try {
      const again = `export VAULT_ADDR=http://127.0.0.1:${port} VAULT_TOKEN=$(cat data/local/root-token)
        bin/vault kv get -field=password secret/app/db`;
      assert.equal(runInShell(again, folder).trim(), "second");
    } finally {
      assert.equal(await second.stop(), 0);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
