import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "#apps/cli/command.ts";
import type { CommandGroup } from "#apps/cli/command-group.ts";
import { flagsOf } from "#apps/cli/flags-of.ts";
import { rootGroup } from "#apps/cli/root-group.ts";
import { runCommand } from "#test/run-command.ts";

interface Known {
  readonly path: readonly string[];
  readonly command: Command;
}

async function allCommands(group: CommandGroup, path: readonly string[] = []): Promise<Known[]> {
  const known: Known[] = [];
  for (const [word, entry] of Object.entries(group.entries)) {
    if ("load" in entry) known.push({ path: [...path, word], command: (await entry.load()).command });
    if ("loadGroup" in entry)
      known.push(...(await allCommands((await entry.loadGroup()).group, [...path, word])));
  }
  return known;
}

async function allGroups(group: CommandGroup, path: readonly string[] = []): Promise<(readonly string[])[]> {
  const paths: (readonly string[])[] = [path];
  for (const [word, entry] of Object.entries(group.entries)) {
    if ("loadGroup" in entry)
      paths.push(...(await allGroups((await entry.loadGroup()).group, [...path, word])));
  }
  return paths;
}

test("every command explains itself: usage, purpose, an example that begins with its own words, every flag", async () => {
  const commands = await allCommands(rootGroup);
  assert.ok(commands.length > 85, `${commands.length} commands`);
  for (const { path, command } of commands) {
    const name = path.join(" ");
    const run = await runCommand([...path, "-help"]);
    assert.equal(run.code, 0, name);
    assert.equal(run.stderr, "", name);
    assert.ok(run.stdout.startsWith(`Usage: vault ${name}`), name);
    assert.ok(
      command.examples.some(([, line]) => line.replace("{program} ", "").includes(name)),
      `${name} has no example of its own`,
    );
    for (const flag of Object.keys(flagsOf(command)))
      assert.ok(run.stdout.includes(`  -${flag}`), `${name} -${flag}`);
  }
});

test("every example of every command is one that its own flags accept", async () => {
  const commands = await allCommands(rootGroup);
  for (const { command } of commands) {
    for (const [, line] of command.examples) {
      const words =
        line
          .replace(/^.*\{program\} /, "")
          .split(/ [|<] /)[0]
          ?.match(/"[^"]*"|\S+/g) ?? [];
      const run = await runCommand(
        [...words, "-help"].filter((word) => word !== "-help"),
        { environment: { VAULT_ADDR: "http://127.0.0.1:1" } },
      );
      assert.doesNotMatch(
        run.stderr,
        /flag provided but not defined|Unknown command|invalid value|bug of the command line/,
        line,
      );
    }
  }
});

test("every group lists its commands; its help goes to stdout when asked for, else to stderr", async () => {
  for (const path of await allGroups(rootGroup)) {
    const asked = await runCommand([...path, "-h"]);
    assert.equal(asked.code, 0);
    assert.match(asked.stdout, /^Usage: vault .*<(sub)?command>/);
    const bare = await runCommand([...path]);
    assert.equal(bare.code, path.length === 0 ? 127 : 1);
    assert.equal(bare.stdout, "");
    assert.equal(bare.stderr, asked.stdout);
  }
});

test("an unknown word is named, with the nearest that is known", async () => {
  const run = await runCommand("kv lsit");
  assert.equal(run.code, 1);
  assert.match(run.stderr, /^Unknown command "lsit" for "vault kv"; did you mean "list"\?\n/);
  assert.equal((await runCommand("staus")).code, 127);
  assert.equal((await runCommand("constructor")).code, 127);
});

test("the program's name changes the texts only", async () => {
  const coffer = await runCommand("kv get -h", { program: "coffer" });
  const vault = await runCommand("kv get -h", { program: "vault" });
  assert.equal(coffer.stdout.replaceAll("coffer", "vault"), vault.stdout);
  assert.match((await runCommand("version", { program: "vault" })).stdout, /^Vault v\d+\.\d+\.\d+ /);
  assert.match((await runCommand("-version", { program: "coffer" })).stdout, /^Coffer v/);
});
