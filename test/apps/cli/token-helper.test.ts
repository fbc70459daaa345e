import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { FakeVault } from "#test/fake-vault.ts";
import { runCommand } from "#test/run-command.ts";

async function aHome(t: TestContext): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "coffer-home-"));
  t.after(() => rm(home, { recursive: true }));
  return home;
}

const lookup = { json: { data: { id: "s.new", accessor: "a1", policies: ["root"], ttl: 0 } } };

test("login keeps the token in ~/.vault-token, mode 0600, whole, and print token shows it", async (t) => {
  const home = await aHome(t);
  await using vault = await FakeVault.start(() => lookup);
  const environment = { VAULT_ADDR: vault.address };
  const run = await runCommand("login s.new", { environment, homeDirectory: home });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^Success! You are now authenticated\./);
  assert.equal(vault.requests[0]?.headers["x-vault-token"], "s.new");
  const path = join(home, ".vault-token");
  assert.equal(await readFile(path, "utf8"), "s.new");
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(home), [".vault-token"], "nothing else is left behind");
  assert.equal((await runCommand("print token", { homeDirectory: home })).stdout, "s.new\n");
});

test("the environment's token wins, BAO_ before VAULT_, and login says so", async (t) => {
  const home = await aHome(t);
  await using vault = await FakeVault.start(() => lookup);
  await writeFile(join(home, ".vault-token"), "s.stored", { mode: 0o600 });
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.vault" };
  assert.equal((await runCommand("print token", { environment, homeDirectory: home })).stdout, "s.vault\n");
  const both = { ...environment, BAO_TOKEN: "s.bao" };
  assert.equal(
    (await runCommand("print token", { environment: both, homeDirectory: home })).stdout,
    "s.bao\n",
  );
  const run = await runCommand("login s.new", { environment, homeDirectory: home });
  assert.match(run.stderr, /WARNING! The VAULT_TOKEN environment variable is set!/);
});

test("D9: a token file that others may read is warned about, and used", async (t) => {
  const home = await aHome(t);
  await using vault = await FakeVault.start(() => lookup);
  const path = join(home, ".vault-token");
  await writeFile(path, "  s.stored \n");
  await chmod(path, 0o644);
  const run = await runCommand("token lookup", {
    environment: { VAULT_ADDR: vault.address },
    homeDirectory: home,
  });
  assert.equal(run.code, 0);
  assert.match(run.stderr, /^WARNING! The token file .*\.vault-token has mode 0644: .*chmod 600.*\n$/);
  assert.equal(vault.requests[0]?.headers["x-vault-token"], "s.stored");
});

test("a token with a line end inside is refused before anything is sent", async () => {
  await using vault = await FakeVault.start(() => lookup);
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.a\nX-Evil: 1" };
  const run = await runCommand("token lookup", { environment });
  assert.equal(run.code, 2);
  assert.doesNotMatch(run.stderr, /X-Evil/);
  assert.equal(vault.requests.length, 0);
});

test("VAULT_TOKEN_PATH names another file", async (t) => {
  const home = await aHome(t);
  const path = join(home, "other");
  await writeFile(path, "s.other", { mode: 0o600 });
  const run = await runCommand("print token", {
    environment: { VAULT_TOKEN_PATH: path },
    homeDirectory: home,
  });
  assert.equal(run.stdout, "s.other\n");
});

async function helperIn(home: string, script: string): Promise<void> {
  const path = join(home, "helper.sh");
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  await writeFile(join(home, ".vault"), `token_helper = "${path}"\n`);
}

test("an external helper is called with get and store, the token on its input", async (t) => {
  const home = await aHome(t);
  await using vault = await FakeVault.start(() => lookup);
  await helperIn(
    home,
    `case $1 in get) cat ${home}/kept 2>/dev/null || true ;; store) cat > ${home}/kept ;; esac`,
  );
  const environment = { VAULT_ADDR: vault.address };
  assert.equal((await runCommand("login s.new", { environment, homeDirectory: home })).code, 0);
  assert.equal(await readFile(join(home, "kept"), "utf8"), "s.new");
  assert.equal((await runCommand("print token", { homeDirectory: home })).stdout, "s.new\n");
});

test("an external helper that fails is named, with what it said", async (t) => {
  const home = await aHome(t);
  await helperIn(home, "echo locked >&2; exit 3");
  const run = await runCommand("token lookup", { homeDirectory: home });
  assert.equal(run.code, 2);
  assert.match(run.stderr, /^the token helper .*helper\.sh get failed: locked\n$/);
});

test("a helper configuration that is no such thing is refused with its place", async (t) => {
  const home = await aHome(t);
  for (const [text, message] of [
    ["token_helpers = 1", /error parsing config file at .*: line 1, column 1: invalid key "token_helpers"/],
    ["{ not hcl", /error parsing config file/],
  ] as const) {
    await writeFile(join(home, ".vault"), text);
    const run = await runCommand("print token", { homeDirectory: home });
    assert.equal(run.code, 2);
    assert.match(run.stderr, message);
  }
});

test("when the token cannot be kept, it is shown and the exit code says so", async (t) => {
  const home = await aHome(t);
  await using vault = await FakeVault.start(() => lookup);
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN_PATH: join(home, "no/such/directory") };
  const run = await runCommand("login s.new", { environment, homeDirectory: home });
  assert.equal(run.code, 2);
  assert.match(run.stderr, /^Error storing token: /);
  assert.match(run.stdout, /token +s\.new/);
});
