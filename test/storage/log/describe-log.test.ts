import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { describeLog } from "#storage/log/describe-log.ts";
import type { SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";
import { aLog, bulk, entriesFrom, vote } from "#test/small-log.ts";

const FIRST = "/log/0000000000000001.log";

/** Hashes vary with the format: they are shown as `#`. */
function described(disk: SimulatedDisk): string[] {
  let changes = 0;
  disk.hooks.done = () => {
    changes++;
  };
  const lines = [...describeLog(disk, "/log")].map((line) => line.replaceAll(/\b[0-9a-f]{12}\b/g, "#"));
  disk.hooks = {};
  assert.equal(changes, 0);
  return lines;
}

test("a log is shown with all its marks and none of its data", () => {
  const { disk, log } = aLog();
  log.write([vote(2, 3), { entries: entriesFrom(1, 2, ["a secret", "another"]) }]);
  log.write([{ entries: [{ index: 3, term: 2, kind: "conf-change", data: utf8("x") }], checkpoint: 2 }]);
  log.write([{ snapshot: { index: 2, term: 2, data: utf8("members") }, compactTo: { index: 1, term: 2 } }]);
  log.close();
  assert.deepEqual(described(disk), [
    "0000000000000001.log: 49152 bytes, first record 1, continues #, oldest segment 1",
    "  @4096 acknowledgement 4: record 4, entry 3 of term 2, hash #",
    "  @8192 acknowledgement 3: record 3, entry 3 of term 2, hash #",
    "  @12288 record 1: 192 bytes, hash #",
    "    start: last 0 of term 0, compacted 0 of term 0, checkpoint 0, term 0, vote 0, commit 0",
    "  @16384 record 2: 216 bytes, hash #",
    "    hard state: term 2, vote 3, commit 0",
    "    entry 1 of term 2: data, 8 bytes",
    "    entry 2 of term 2: data, 7 bytes",
    "  @20480 record 3: 168 bytes, hash #",
    "    entry 3 of term 2: conf-change, 1 bytes",
    "    checkpoint 2",
    "  @24576 record 4: 176 bytes, hash #",
    "    snapshot 2 of term 2, 7 bytes beside it",
    "    compacted to 1 of term 2",
    "  @24752 end",
    "log: entries 2 to 3, term 2, vote 3, commit 2, checkpoint 2, snapshot 2 of term 2",
  ]);
});

test("damage is named, and what lies behind it in other segments is still shown", () => {
  const { disk, log } = aLog();
  for (let index = 1; index <= 12; index++) log.write([{ entries: bulk(index, 1, 1, 1500) }]);
  log.close();
  disk.flipBit(FIRST, 16384 + 300, 0);
  const lines = described(disk);
  const damage = lines.findIndex((line) => line.includes("DAMAGE"));
  assert.equal(
    lines[damage],
    "  @16384 DAMAGE below acknowledged record 9: the record's hash does not match",
  );
  assert.ok(lines.slice(damage).some((line) => line.includes("entry 12 of term 1")));
  assert.match(lines.at(-1) ?? "", /^log: would not open: .*0000000000000001.log at offset 16384/);
});

test("a torn tail, stale slots, unreadable headers and foreign files are shown as what they are", () => {
  const { disk, log } = aLog();
  log.write([{ entries: entriesFrom(1, 1, ["a"]) }]);
  disk.overwrite(FIRST, 16384 + 130, utf8("torn"));
  disk.flipBit(FIRST, 4096 + 30, 0);
  disk.open("/log/note.txt", "create").close();
  disk.open("/log/0000000000000002.log", "create").write([utf8("no header")], 0);
  const lines = described(disk);
  assert.ok(lines.includes("  @4096 acknowledgement: unreadable"));
  assert.ok(
    lines.some((line) =>
      /@12480 end, behind it bytes that are no part of the log \(the record's hash/.test(line),
    ),
  );
  assert.ok(lines.some((line) => line.startsWith("0000000000000002.log: the Raft log is damaged")));
  assert.ok(lines.includes("note.txt: not part of the log"));
  assert.match(lines.at(-1) ?? "", /would not open: .*note\.txt/);
});

test("a directory without a log says so", () => {
  const { disk } = aLog();
  disk.unlink(FIRST);
  assert.deepEqual(described(disk), ["log: none"]);
});
