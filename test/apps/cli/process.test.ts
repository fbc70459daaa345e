// What only a real process shows: which files it loads, what `ps` sees of it, what a terminal does.
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { FakeVault } from "#test/fake-vault.ts";

const root = join(import.meta.dirname, "../../..");
const launcher = join(root, "bin/vault");

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(command: string, args: readonly string[], environment: Record<string, string>): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VAULT|BAO|NODE|COMP)_/.test(name));
  return spawn(command, args, { env: { ...Object.fromEntries(inherited), ...environment }, stdio: "pipe" });
}

async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const texts = { stdout: "", stderr: "" };
  child.stdout?.on("data", (part) => {
    texts.stdout += part;
  });
  child.stderr?.on("data", (part) => {
    texts.stderr += part;
  });
  const [code] = await once(child, "close");
  return { code, ...texts };
}

const unsealed = {
  type: "shamir",
  initialized: true,
  sealed: false,
  t: 1,
  n: 1,
  version: "1.21.2",
  storage_type: "raft",
};

async function aServer(t: TestContext, status: object = unsealed): Promise<FakeVault> {
  const vault = await FakeVault.start(({ url }) => ({
    json: url.includes("leader") ? { ha_enabled: false } : status,
  }));
  t.after(() => vault[Symbol.asyncDispose]());
  return vault;
}

test("a status loads fewer than 40 of our files, none of the server's and no package", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "coffer-loaded-"));
  t.after(() => rm(directory, { recursive: true }));
  const vault = await aServer(t);
  const list = join(directory, "list");
  const args = [
    "--no-warnings",
    "--import",
    join(root, "test/support/loaded-modules.ts"),
    join(root, "src/main.ts"),
    "status",
  ];
  const run = await outcomeOf(
    start(process.execPath, args, { VAULT_ADDR: vault.address, COFFER_LOADED: list }),
  );
  assert.equal(run.code, 0, run.stderr);
  const files = (await readFile(list, "utf8"))
    .trim()
    .split("\n")
    .filter((url) => !url.endsWith("loaded-modules.ts"));
  assert.ok(files.length > 10 && files.length < 40, `${files.length} files:\n${files.join("\n")}`);
  for (const file of files) assert.match(file, /\/src\/(main\.ts|base\/|client\/|apps\/cli\/)/);
});

test("status tells by its exit code: 0 unsealed, 2 sealed, 1 error", async (t) => {
  const open = await aServer(t);
  const sealed = await aServer(t, { ...unsealed, sealed: true });
  assert.equal((await outcomeOf(start(launcher, ["status"], { VAULT_ADDR: open.address }))).code, 0);
  assert.equal((await outcomeOf(start(launcher, ["status"], { VAULT_ADDR: sealed.address }))).code, 2);
  const failed = await outcomeOf(start(launcher, ["status"], { VAULT_ADDR: "http://127.0.0.1:1" }));
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /connection refused/);
});

test("the yaml that the Kubernetes chart's test reads has bare booleans", async (t) => {
  const vault = await aServer(t);
  const run = await outcomeOf(start(launcher, ["status", "-format", "yaml"], { VAULT_ADDR: vault.address }));
  assert.match(run.stdout, /^sealed: false$/m);
});

test("D10: the process is called vault, and ps does not show its arguments", {
  skip: !isLinux(),
}, async (t) => {
  const vault = await FakeVault.start(() => undefined);
  t.after(() => vault[Symbol.asyncDispose]());
  const child = start(launcher, ["write", "a", "password=hunter2-in-argv"], {
    VAULT_ADDR: vault.address,
    VAULT_TOKEN: "s.t",
  });
  const outcome = outcomeOf(child);
  while (vault.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const commandLine = await readFile(`/proc/${child.pid}/cmdline`, "latin1");
  assert.equal(commandLine.replace(/\0+$/, ""), "vault");
  child.kill();
  await outcome;
});

test("output into a pipe that is closed early is no failure", async (t) => {
  const vault = await FakeVault.start(() => ({
    json: { data: { keys: Array.from({ length: 20_000 }, (_, i) => `k${i}`) } },
  }));
  t.after(() => vault[Symbol.asyncDispose]());
  const run = await outcomeOf(
    start("sh", ["-c", `'${launcher}' list x | head -1`], { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" }),
  );
  assert.deepEqual(run, { code: 0, stdout: "Keys\n", stderr: "" });
});

/** util-linux's `script` gives the command a terminal of its own. */
const terminals = { skip: hasScript() ? false : "needs util-linux's script" };

function atTerminal(line: string, environment: Record<string, string>): ChildProcess {
  return start(
    "script",
    ["-qec", `${launcher} ${line}; echo "exit=$?"; stty -a | grep -o -- "-\\?echo "`, "/dev/null"],
    environment,
  );
}

async function typeWhenAsked(child: ChildProcess, keys: string): Promise<Outcome> {
  const outcome = outcomeOf(child);
  child.stdout?.on("data", (part) => {
    if (String(part).includes("will be hidden")) child.stdin?.write(keys);
  });
  return await outcome;
}

test("a password typed at the terminal is sent and not shown", terminals, async (t) => {
  const auth = { client_token: "s.new", policies: ["default"], token_policies: ["default"] };
  const vault = await FakeVault.start(() => ({ json: { auth } }));
  t.after(() => vault[Symbol.asyncDispose]());
  const child = atTerminal("login -no-store -method=userpass username=bob", {
    VAULT_ADDR: vault.address,
    HOME: "/nonexistent",
  });
  const { stdout } = await typeWhenAsked(child, "hunter2\r");
  assert.equal(vault.requests[0]?.body, '{"password":"hunter2"}');
  assert.doesNotMatch(stdout, /hunter2/);
  assert.match(stdout, /exit=0/);
});

test(
  "D13: Ctrl-C and Ctrl-D at a question end with an error, and the terminal echoes again",
  terminals,
  async (t) => {
    const vault = await aServer(t);
    for (const keys of ["\x03", "\x04"]) {
      const child = atTerminal("operator unseal", { VAULT_ADDR: vault.address, HOME: "/nonexistent" });
      const { stdout } = await typeWhenAsked(child, keys);
      assert.match(stdout, /Interrupted: nothing was entered\r?\n/);
      assert.match(stdout, /exit=1/);
      assert.match(stdout, /(^|[^-])echo /m);
      assert.doesNotMatch(stdout, /-echo /);
    }
    assert.equal(vault.requests.length, 0);
  },
);

function isLinux(): boolean {
  return process.platform === "linux";
}

function hasScript(): boolean {
  return spawnSync("script", ["--version"]).status === 0;
}
