// Threads and processes that write one file: lines never mix, and none is lost while the file is moved away.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ScratchDirectory } from "./stage/scratch-directory.ts";

const PROGRAM = fileURLToPath(new URL("./stage/writing-process.ts", import.meta.url));
const COUNT = 3000;

interface Writer {
  child: ChildProcess;
  /** Everything is written. */
  done: Promise<void>;
}

async function writer(file: string, name: string): Promise<Writer> {
  const child = spawn(process.execPath, ["--no-warnings", PROGRAM, file, name, `${COUNT}`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  await once(lines, "line");
  return { child, done: once(lines, "line").then(() => {}) };
}

async function ended({ child }: Writer): Promise<unknown> {
  child.stdin?.end();
  return (await once(child, "exit"))[0];
}

test("two processes write one file while it is rotated: every line is whole, every entry is there once", async () => {
  using scratch = new ScratchDirectory();
  const writers = await Promise.all([
    writer(scratch.file("a.log"), "one"),
    writer(scratch.file("a.log"), "two"),
  ]);
  let rotations = 0;
  let isRunning = true;
  const done = Promise.all(writers.map((each) => each.done)).then(() => {
    isRunning = false;
  });
  while (isRunning) {
    await setImmediate();
    const found = fs.statSync(scratch.file("a.log"), { throwIfNoEntry: false });
    if (!found || found.size < 100_000) continue;
    fs.renameSync(scratch.file("a.log"), scratch.file(`a.log.${rotations++}`));
    for (const { child } of writers) child.kill("SIGHUP");
  }
  await done;
  assert.deepEqual(await Promise.all(writers.map(ended)), [0, 0]);
  assert.ok(rotations >= 3, `${rotations} rotations`);
  const ids = fs
    .readdirSync(scratch.path)
    .flatMap((name) => scratch.entries(name))
    .map((entry) => entry.request.id);
  const expected = ["one", "two"].flatMap((name) =>
    Array.from({ length: COUNT }, (_, at) => `${name}-${at}`),
  );
  assert.deepEqual(ids.sort(), expected.sort());
});
