import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { startServer } from "#test/server-for-tests.ts";
import { assertMatches, parseTranscript, Shell } from "./transcript.ts";

const here = import.meta.dirname;
const server = await startServer();
const skip = server === undefined ? "no server: set COFFER_TEST_SERVER and COFFER_TEST_TOKEN" : false;
after(() => server?.[Symbol.asyncDispose]());

for (const file of globSync(join(here, "transcripts/*.txt")).sort()) {
  test(`session ${basename(file, ".txt")}`, { skip }, async (t) => {
    const directory = await mkdtemp(join(tmpdir(), "coffer-session-"));
    t.after(() => rm(directory, { recursive: true }));
    await using shell = new Shell(directory, {
      PATH: `${join(here, "../../../bin")}:${process.env.PATH}`,
      HOME: directory,
      VAULT_ADDR: server?.address,
      VAULT_TOKEN: server?.rootToken,
    });
    for (const step of parseTranscript(readFileSync(file, "utf8"))) {
      const run = await shell.run(step.command);
      const place = `${basename(file)}:${step.line}: $ ${step.command}`;
      assertMatches(run.stdout, step.stdout, `${place}\nstandard output\n${run.stderr}`);
      assertMatches(run.stderr, step.stderr, `${place}\nstandard error`);
      assert.equal(run.code, step.code, `${place}\nexit code`);
    }
  });
}

test("a transcript is read as commands, outputs and exit codes", () => {
  const steps = parseTranscript("# remark\n$ a\nout\n\nmore\n! err\n? 2\n\n$ b\n> c\n");
  assert.deepEqual(steps, [
    { line: 2, command: "a", stdout: "out\n\nmore", stderr: "err", code: 2 },
    { line: 9, command: "b\nc", stdout: "", stderr: "", code: 0 },
  ]);
});

test("placeholders match what varies and nothing else", () => {
  assertMatches("at 2026-01-02T03:04:05.678Z", "at <time>", "");
  assertMatches("a 42 b", "a <number> b", "");
  assert.throws(() => assertMatches("a x b", "a <number> b", ""));
  assert.throws(() => assertMatches("a.b", "a+b", ""));
});
