// Row D of the bad-input corpus: every one of them ends with an exit code other than 0, one line on stderr that says
// what to do, and nothing on stdout. (D9, a token file with loose mode, is in token-helper.test.ts; D12, terminal
// escapes, in kv.test.ts; D10's process list and D13's echo need a real process: process.test.ts.)
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FakeVault } from "#test/fake-vault.ts";
import { type CommandOptions, runCommand } from "#test/run-command.ts";

interface BadInput {
  readonly id: string;
  readonly words: readonly string[];
  readonly stderr: RegExp;
  readonly options?: CommandOptions;
}

const binary = join(tmpdir(), `coffer-not-text-${process.pid}`);

const inputs: readonly BadInput[] = [
  {
    id: "D5 missing file",
    words: ["kv", "put", "secret/a", "x=@/missing"],
    stderr: /x=@\/missing: error reading file: \/missing: ENOENT/,
  },
  {
    id: "D5 missing JSON file",
    words: ["kv", "put", "secret/a", "@/missing"],
    stderr: /@\/missing: error reading file/,
  },
  {
    id: "D5 missing policy file",
    words: ["policy", "write", "p", "/missing"],
    stderr: /open \/missing: no such file or directory/,
  },
  {
    id: "D6 closed standard input",
    words: ["kv", "put", "secret/a", "x=-"],
    stderr: /standard input cannot be read: is it closed\?/,
  },
  {
    id: "D6 empty standard input",
    words: ["kv", "put", "secret/a", "-"],
    stderr: /nothing on standard input/,
    options: { input: "" },
  },
  {
    id: "D6 standard input used twice",
    words: ["write", "a", "x=-", "y=-"],
    stderr: /y=-: standard input can be used for one argument only/,
    options: { input: "v" },
  },
  {
    id: "D6 not JSON",
    words: ["write", "a", "-"],
    stderr: /standard input: it is not valid JSON/,
    options: { input: "{" },
  },
  {
    id: "D6 JSON but no object",
    words: ["write", "a", "-"],
    stderr: /it must be a JSON object/,
    options: { input: "[1]" },
  },
  { id: "D6 not text", words: ["write", "a", `x=@${binary}`], stderr: /is not UTF-8 text \(encode it first/ },
  {
    id: "D7 key twice",
    words: ["kv", "put", "secret/a", "key=", "key="],
    stderr: /key: the key is given twice/,
  },
  {
    id: "D7 no key=value",
    words: ["write", "a", "novalue"],
    stderr: /invalid key\/value pair "novalue": format must be key=value/,
  },
  {
    id: "D8 userinfo in the address",
    words: ["status", "--address", "https://user:hunter2@h:8200"],
    stderr: /the address of h:8200 must not hold a user name or password/,
  },
  {
    id: "D8 address without scheme",
    words: ["read", "-address=127.0.0.1:8200", "a"],
    stderr: /write it as https:\/\/host:port/,
  },
  {
    id: "D11 path beginning with -",
    words: ["kv", "get", "-secret"],
    stderr: /flag provided but not defined: -secret \(.*put -- before a path/,
  },
  {
    id: "no arguments",
    words: ["kv", "get"],
    stderr: /^Not enough arguments \(expected 1, got 0\): usage: vault kv get \[options\] KEY$/,
  },
  { id: "too many arguments", words: ["status", "x"], stderr: /^Too many arguments \(expected 0, got 1\)/ },
  { id: "no data", words: ["write", "a"], stderr: /^Must supply data or use -force$/ },
  { id: "a format nobody knows", words: ["status", "-format=xml"], stderr: /^Invalid output format: xml/ },
  {
    id: "a format with no form here",
    words: ["kv", "list", "-format=pretty", "secret"],
    stderr: /cannot use the pretty formatter/,
  },
  {
    id: "raw where it is not offered",
    words: ["kv", "list", "-format=raw", "secret"],
    stderr: /does not support the -format=raw option/,
  },
  {
    id: "a header of ours",
    words: ["read", "-header=X-Vault-Token=x", "a"],
    stderr: /for internal usage only/,
  },
  {
    id: "a variable that is no number",
    words: ["read", "a"],
    stderr: /could not parse VAULT_MAX_RETRIES: expected a whole number/,
    options: { environment: { VAULT_MAX_RETRIES: "many" } },
  },
  {
    id: "a variable that is no switch",
    words: ["read", "a"],
    stderr: /could not parse VAULT_SKIP_VERIFY/,
    options: { environment: { VAULT_SKIP_VERIFY: "please" } },
  },
  {
    id: "a variable that is no duration",
    words: ["read", "a"],
    stderr: /could not parse BAO_CLIENT_TIMEOUT/,
    options: { environment: { BAO_CLIENT_TIMEOUT: "soon" } },
  },
  {
    id: "a variable that is no rate",
    words: ["read", "a"],
    stderr: /could not parse VAULT_RATE_LIMIT/,
    options: { environment: { VAULT_RATE_LIMIT: "fast" } },
  },
  {
    id: "a password nobody can be asked for",
    words: ["login", "-method=userpass", "username=u"],
    stderr: /"Password \(will be hidden\)" is needed, and standard input is not a terminal/,
  },
  {
    id: "a question that is forbidden",
    words: ["login", "-non-interactive"],
    stderr: /-non-interactive forbids to ask/,
    options: { answers: ["x"] },
  },
  {
    id: "an interrupted question",
    words: ["login"],
    stderr: /^Interrupted: nothing was entered$/,
    options: { answers: [] },
  },
  {
    id: "a login without user name",
    words: ["login", "-method=userpass", "user=x"],
    stderr: /'username' must be specified/,
  },
  {
    id: "flags that contradict each other",
    words: ["token", "revoke", "-self", "x"],
    stderr: /Too many arguments with -self/,
  },
  { id: "an odd mode", words: ["token", "revoke", "-mode=foo", "x"], stderr: /Invalid mode: foo/ },
  {
    id: "force without prefix",
    words: ["lease", "revoke", "-force", "x"],
    stderr: /requires also specifying -prefix/,
  },
  {
    id: "an encoded token that is none",
    words: ["operator", "generate-root", "-decode=!!", "-otp=x"],
    stderr: /it is not base64/,
  },
  {
    id: "a password of another length",
    words: ["operator", "generate-root", "-decode=c2VjcmV0", "-otp=x"],
    stderr: /differ in length/,
  },
  {
    id: "a PGP key from far away",
    words: ["operator", "init", "-pgp-keys=keybase:x"],
    stderr: /save the public key to a file/,
  },
  {
    id: "a snapshot that is none",
    words: ["operator", "raft", "snapshot", "inspect", "/dev/null"],
    stderr: /Error checking the snapshot/,
  },
];

test("row D: bad input ends with one line on stderr and nothing on stdout", async (t) => {
  await writeFile(binary, new Uint8Array([0xff, 0xfe, 0x00]));
  await using vault = await FakeVault.start(({ url }) => {
    if (url.includes("internal/ui/mounts"))
      return { json: { data: { path: "secret/", options: { version: "2" } } } };
    return { json: { data: { keys: ["a"], initialized: false } } };
  });
  for (const { id, words, stderr, options = {} } of inputs) {
    await t.test(id, async () => {
      const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t", ...options.environment };
      const run = await runCommand(words, { ...options, environment });
      assert.notEqual(run.code, 0);
      assert.equal(run.stdout, "");
      assert.match(run.stderr, /^[^\n]+\n$/, "one line");
      assert.match(run.stderr.trimEnd(), stderr);
      assert.doesNotMatch(run.stderr, /hunter2|bug of/);
    });
  }
});

test("D10: a secret among the arguments is warned about at a terminal, not in a script's log", async () => {
  await using vault = await FakeVault.start(() => ({ json: { sealed: true, t: 3, progress: 1 } }));
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" };
  const atTerminal = await runCommand("operator unseal key", { environment, isTty: true });
  assert.match(atTerminal.stderr, /^WARNING! The unseal key was given as an argument/);
  assert.equal((await runCommand("operator unseal key", { environment })).stderr, "");
});
