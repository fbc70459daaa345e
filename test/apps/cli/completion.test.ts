import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FakeVault } from "#test/fake-vault.ts";
import { runCommand } from "#test/run-command.ts";

async function candidates(line: string, environment: Record<string, string> = {}): Promise<string[]> {
  const run = await runCommand([], { environment: { COMP_LINE: line, ...environment } });
  assert.equal(run.code, 0);
  assert.equal(run.stderr, "");
  return run.stdout.split("\n").filter((text) => text !== "");
}

test("commands and subcommands are completed", async () => {
  assert.deepEqual(await candidates("vault op"), ["operator"]);
  assert.deepEqual(await candidates("vault kv metadata "), ["delete", "get", "patch", "put"]);
  assert.deepEqual(await candidates("vault nonsense "), []);
});

test("flags are completed, and their values after =", async () => {
  assert.ok((await candidates("vault kv put -")).includes("-cas"));
  assert.deepEqual(await candidates("vault status -form"), ["-format"]);
  assert.deepEqual(await candidates("vault status -format=j"), ["json"]);
  assert.deepEqual(await candidates("vault status -format "), ["json", "pretty", "raw", "table", "yaml"]);
});

test("the cursor may stand before the end of the line", async () => {
  assert.deepEqual(await candidates("vault stat foo", { COMP_POINT: "10" }), ["status"]);
});

test("mounts, secrets and policies are asked of the server", async () => {
  await using vault = await FakeVault.start(({ url }) => {
    if (url.startsWith("/v1/sys/internal/ui/mounts")) {
      return {
        json: { data: { secret: { "secret/": { options: { version: "2" } }, "old/": { options: null } } } },
      };
    }
    if (url.startsWith("/v1/secret/metadata/dir/")) return { json: { data: { keys: ["a", "deep/"] } } };
    if (url.startsWith("/v1/sys/policies/acl")) return { json: { data: { keys: ["app", "root"] } } };
    return { status: 404, json: { errors: [] } };
  });
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" };
  assert.deepEqual(await candidates("vault kv get s", environment), ["secret/"]);
  assert.deepEqual(await candidates("vault kv get secret/dir/", environment), [
    "secret/dir/a",
    "secret/dir/deep/",
  ]);
  assert.deepEqual(await candidates("vault policy read ", environment), ["app", "root"]);
  assert.deepEqual(await candidates("vault policy read -format json a", environment), ["app"]);
});

test("a server that is not there is silence", async () => {
  assert.deepEqual(
    await candidates("vault kv get s", { VAULT_ADDR: "http://127.0.0.1:1", VAULT_TOKEN: "s.t" }),
    [],
  );
  assert.deepEqual(await candidates("vault kv get s", { VAULT_ADDR: "nonsense" }), []);
});

test("completion is installed in the shells' files once, and removed again", async (t) => {
  const home = await mkdtemp(join(tmpdir(), "coffer-shells-"));
  t.after(() => rm(home, { recursive: true }));
  const run = (line: string) => runCommand(line, { homeDirectory: home });
  assert.equal((await run("-autocomplete-install")).code, 1, "there is no shell to install it in");
  await writeFile(join(home, ".bashrc"), "export A=b");
  await writeFile(join(home, ".zshrc"), "");
  await mkdir(join(home, ".config/fish"), { recursive: true });
  await writeFile(join(home, ".config/fish/config.fish"), "");
  const installed = await run("-autocomplete-install");
  assert.equal(installed.code, 0, installed.stderr);
  assert.match(
    await readFile(join(home, ".bashrc"), "utf8"),
    /^export A=b\ncomplete -C \/.*\/bin\/vault vault\n$/,
  );
  assert.match(
    await readFile(join(home, ".zshrc"), "utf8"),
    /bashcompinit\ncomplete -o nospace -C \/.*\/bin\/vault vault\n$/,
  );
  assert.match(
    await readFile(join(home, ".config/fish/completions/vault.fish"), "utf8"),
    /complete -f -c vault/,
  );
  assert.equal((await run("-autocomplete-install")).stderr, "completion is already installed\n");
  assert.equal((await run("-autocomplete-uninstall")).code, 0);
  assert.equal(await readFile(join(home, ".bashrc"), "utf8"), "export A=b\n");
  assert.equal((await run("-autocomplete-uninstall")).stderr, "completion is not installed\n");
});
