import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { SegmentedLog } from "#storage/log/segmented-log.ts";
import { runCommand } from "#test/run-command.ts";
import { entriesFrom, SMALL_LOG_LIMITS, vote } from "#test/small-log.ts";

const SECRET = "hunter2-in-the-clear";

/** A data directory whose log holds a vote and three entries. */
function aDataDirectory(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), "coffer-raft-log-"));
  t.after(() => rmSync(root, { recursive: true }));
  const log = SegmentedLog.open({
    disk: new NodeDisk(),
    directory: join(root, "log"),
    limits: SMALL_LOG_LIMITS,
  });
  log.write([vote(4, 77)]);
  log.write([{ entries: entriesFrom(1, 4, [SECRET, SECRET, SECRET]) }]);
  log.write([vote(4, 77, 3)]);
  log.close();
  return root;
}

test("the log of a data directory is printed, votes and entries and no data", async (t) => {
  const root = aDataDirectory(t);
  for (const given of [root, join(root, "log")]) {
    const { code, stdout, stderr } = await runCommand(`operator raft log ${given}`);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^0000000000000001\.log: 49152 bytes/);
    assert.match(stdout, /hard state: term 4, vote 77, commit 0\n/);
    assert.match(stdout, /entry 2 of term 4: data, 20 bytes\n/);
    assert.match(stdout, /log: entries 1 to 3, term 4, vote 77, commit 3, checkpoint 0, snapshot none\n$/);
    assert.ok(!stdout.includes(SECRET));
  }
});

test("looking changes nothing", async (t) => {
  const root = join(aDataDirectory(t), "log");
  const contents = (): string[] => readdirSync(root).map((name) => readFileSync(join(root, name), "hex"));
  const before = contents();
  await runCommand(`operator raft log ${root}`);
  assert.deepEqual(contents(), before);
});

test("damage is named with its offset, and the exit code says that the node would not start", async (t) => {
  const root = aDataDirectory(t);
  const path = join(root, "log", "0000000000000001.log");
  const bytes = readFileSync(path);
  const at = bytes.indexOf(SECRET);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  const { code, stdout } = await runCommand(`operator raft log ${root}`);
  assert.equal(code, 2);
  assert.match(stdout, /@\d+ DAMAGE below acknowledged record \d+: the record's hash does not match/);
  assert.match(stdout, /log: would not open: .*0000000000000001\.log/);
});

test("a directory that is none, or holds no log, is said to be so", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "coffer-raft-log-"));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "log"));
  assert.equal((await runCommand(`operator raft log ${root}`)).stdout, "log: none\n");
  const missing = await runCommand(`operator raft log ${join(root, "nowhere")}`);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /there is no directory .*nowhere/);
});
