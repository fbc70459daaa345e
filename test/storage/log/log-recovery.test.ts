// What opening a log makes of what a crash, rot or a person left of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { crc32c } from "#base/crc32c.ts";
import { LogDamageError } from "#storage/log/log-damage-error.ts";
import { LogFormatError } from "#storage/log/log-format-error.ts";
import type { SegmentedLog } from "#storage/log/segmented-log.ts";
import { loseAll } from "#test/simulated-disk/crash-policy.ts";
import type { SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";
import { aLog, bulk, entriesFrom, openLog, vote, wordsOf } from "#test/small-log.ts";

const FIRST = "/log/0000000000000001.log";
const SECOND = "/log/0000000000000002.log";
/** Where the first group after a new segment's own begins. */
const FIRST_GROUP = 16384;
const PAGE = 4096;

function damaged(file: string, offset: number): (error: unknown) => boolean {
  return (error) =>
    error instanceof LogDamageError &&
    error.file === file &&
    error.offset === offset &&
    error.message.includes(`${file} at offset ${offset}`);
}

/** Three groups of one entry each, a, b and c; the acknowledgement on disk names the second. */
function threeGroups(): { disk: SimulatedDisk; log: SegmentedLog } {
  const { disk, log } = aLog();
  for (const [at, text] of ["a", "b", "c"].entries())
    log.write([{ entries: entriesFrom(at + 1, 1, [text]) }]);
  return { disk, log };
}

test("a torn record after the acknowledged one is cut off, and the log goes on before it", () => {
  const { disk } = threeGroups();
  disk.overwrite(FIRST, FIRST_GROUP + 2 * PAGE + 130, utf8("torn"));
  const log = openLog(disk);
  assert.deepEqual(wordsOf(log), ["1/1/a", "2/1/b"]);
  log.write([{ entries: entriesFrom(3, 2, ["again"]) }]);
  assert.deepEqual(wordsOf(openLog(disk.crash(loseAll))), ["1/1/a", "2/1/b", "3/2/again"]);
});

test("the same damage in an acknowledged record is refused, by file and offset", () => {
  const { disk, log } = threeGroups();
  log.acknowledge();
  disk.overwrite(FIRST, FIRST_GROUP + 2 * PAGE + 130, utf8("torn"));
  assert.throws(() => openLog(disk), damaged(FIRST, FIRST_GROUP + 2 * PAGE));
});

test("damage in the middle is refused although later records are whole", () => {
  const { disk } = threeGroups();
  disk.flipBit(FIRST, FIRST_GROUP + PAGE + 130, 3);
  assert.throws(() => openLog(disk), damaged(FIRST, FIRST_GROUP + PAGE));
});

test("an acknowledged record that reads as zeros is refused: lost, not torn", () => {
  const { disk } = threeGroups();
  disk.overwrite(FIRST, FIRST_GROUP, new Uint8Array(8 * PAGE));
  assert.throws(() => openLog(disk), damaged(FIRST, FIRST_GROUP));
});

test("a record that was adopted when the log was opened counts as acknowledged from then on", () => {
  const { disk } = threeGroups();
  openLog(disk);
  disk.flipBit(FIRST, FIRST_GROUP + 2 * PAGE + 130, 0);
  assert.throws(() => openLog(disk), damaged(FIRST, FIRST_GROUP + 2 * PAGE));
});

test("a record moved to another place, or put there twice, breaks the chain", () => {
  const { disk, log } = threeGroups();
  log.acknowledge();
  const first = disk.content(FIRST).slice(FIRST_GROUP, FIRST_GROUP + PAGE);
  disk.overwrite(FIRST, FIRST_GROUP + PAGE, first);
  assert.throws(
    () => openLog(disk),
    (error) =>
      damaged(FIRST, FIRST_GROUP + PAGE)(error) &&
      /record 2 stands where record 3 belongs/.test(String(error)),
  );
});

test("a record of another log, whole and with the right number, does not continue the chain", () => {
  const { disk, log } = threeGroups();
  log.acknowledge();
  const other = aLog();
  for (const [at, text] of ["A", "B", "C"].entries())
    other.log.write([{ entries: entriesFrom(at + 1, 1, [text]) }]);
  disk.overwrite(
    FIRST,
    FIRST_GROUP + PAGE,
    other.disk.content(FIRST).slice(FIRST_GROUP + PAGE, FIRST_GROUP + 2 * PAGE),
  );
  assert.throws(() => openLog(disk), /does not continue the one before it/);
});

test("one unreadable acknowledgement slot is a torn write, two are damage", () => {
  for (const slot of [PAGE, 2 * PAGE]) {
    const { disk } = threeGroups();
    disk.flipBit(FIRST, slot + 20, 1);
    assert.deepEqual(wordsOf(openLog(disk)), ["1/1/a", "2/1/b", "3/1/c"]);
  }
  const { disk } = threeGroups();
  disk.flipBit(FIRST, PAGE + 20, 1);
  disk.flipBit(FIRST, 2 * PAGE + 20, 1);
  assert.throws(() => openLog(disk), damaged(FIRST, PAGE));
});

test("an older copy of both slots can not hide damage: the record it names has another hash", () => {
  const { disk, log } = threeGroups();
  log.acknowledge();
  const other = aLog();
  other.log.write([{ entries: entriesFrom(1, 1, ["A"]) }]);
  other.log.acknowledge();
  other.log.write([{ entries: entriesFrom(2, 1, ["B"]) }]);
  disk.overwrite(FIRST, PAGE, other.disk.content(FIRST).slice(PAGE, 3 * PAGE));
  assert.throws(() => openLog(disk), /not the one that was acknowledged/);
});

function twoSegments(): { disk: SimulatedDisk; log: SegmentedLog } {
  const { disk, log } = aLog();
  log.write([vote(1, 1)]);
  for (let index = 1; index <= 12; index++) log.write([{ entries: bulk(index, 1, 1, 1500) }]);
  assert.ok(disk.exists(SECOND));
  return { disk, log };
}

test("damage in an older segment is refused whatever its slots say: all of it was durable", () => {
  const { disk } = twoSegments();
  disk.flipBit(FIRST, FIRST_GROUP + 7 * PAGE + 500, 2);
  assert.throws(() => openLog(disk), damaged(FIRST, FIRST_GROUP + 7 * PAGE));
});

test("a missing newest segment is missed", () => {
  const { disk } = twoSegments();
  disk.unlink(SECOND);
  assert.throws(() => openLog(disk), damaged(SECOND, 0));
});

test("a missing oldest segment is missed", () => {
  const { disk } = twoSegments();
  disk.unlink(FIRST);
  assert.throws(() => openLog(disk), damaged(FIRST, 0));
});

test("a missing segment in the middle is missed", () => {
  const { disk, log } = twoSegments();
  for (let index = 13; index <= 24; index++) log.write([{ entries: bulk(index, 1, 1, 1500) }]);
  assert.ok(disk.exists("/log/0000000000000003.log"));
  disk.unlink(SECOND);
  assert.throws(() => openLog(disk), damaged(SECOND, 0));
});

test("a segment under another one's name is refused", () => {
  const { disk } = twoSegments();
  disk.rename(SECOND, "/log/0000000000000003.log");
  disk.rename(FIRST, SECOND);
  assert.throws(() => openLog(disk), damaged("/log/0000000000000003.log", 0));
});

test("a segment of another log in the right place does not continue the chain", () => {
  const one = twoSegments();
  const two = aLog();
  for (let index = 1; index <= 12; index++) two.log.write([{ entries: bulk(index, 2, 1, 1500) }]);
  one.disk.overwrite(FIRST, 0, two.disk.content(FIRST));
  assert.throws(
    () => openLog(one.disk),
    (error) => error instanceof LogDamageError && error.file === FIRST,
  );
});

test("segments that a deletion left behind are removed", () => {
  const { disk, log } = twoSegments();
  const old = disk.content(FIRST);
  for (let index = 13; index <= 24; index++) log.write([{ entries: bulk(index, 1, 1, 1500) }]);
  log.write([{ checkpoint: 24, compactTo: { index: 24, term: 1 } }]);
  assert.ok(!disk.exists(FIRST));
  const file = disk.open(FIRST, "create");
  file.write([old], 0);
  assert.equal(openLog(disk).state.firstIndex, 25);
  assert.ok(!disk.exists(FIRST));
});

test("a file cut behind the log's end is filled up again; cut into it, refused", () => {
  const { disk, log } = threeGroups();
  log.close();
  disk.open(FIRST, "write").truncate(FIRST_GROUP + 3 * PAGE);
  const again = openLog(disk);
  again.write([{ entries: entriesFrom(4, 1, ["d"]) }]);
  again.close();
  assert.deepEqual(wordsOf(openLog(disk.crash(loseAll))), ["1/1/a", "2/1/b", "3/1/c", "4/1/d"]);
  for (const size of [FIRST_GROUP + 2 * PAGE + 140, FIRST_GROUP + 2 * PAGE + 2, FIRST_GROUP + PAGE]) {
    const { disk, log } = threeGroups();
    log.close();
    disk.open(FIRST, "write").truncate(size);
    const offset = Math.floor(size / PAGE) * PAGE;
    assert.throws(() => openLog(disk), damaged(FIRST, offset), `cut to ${size}`);
  }
});

test("an empty or tiny file is no segment", () => {
  for (const size of [0, 1, 75, 4096, 12288]) {
    const { disk, log } = threeGroups();
    log.close();
    disk.open(FIRST, "write").truncate(size);
    assert.throws(() => openLog(disk), LogDamageError, `cut to ${size}`);
  }
});

test("a file of a newer format version is refused with the advice to upgrade, and left as it is", () => {
  const { disk, log } = threeGroups();
  log.close();
  const header = disk.content(FIRST).slice(0, PAGE);
  new DataView(header.buffer).setUint16(10, 2);
  new DataView(header.buffer).setUint32(72, crc32c(header, 0, 72));
  disk.overwrite(FIRST, 0, header);
  const before = disk.content(FIRST);
  assert.throws(
    () => openLog(disk),
    (error) =>
      error instanceof LogFormatError &&
      error.file === FIRST &&
      /format version 2 .* upgrade this node/.test(error.message),
  );
  assert.deepEqual(disk.content(FIRST), before);
});

test("a file of another kind under a segment's name is refused", () => {
  const { disk, log } = threeGroups();
  log.close();
  const header = disk.content(FIRST).slice(0, PAGE);
  new DataView(header.buffer).setUint16(8, 7);
  new DataView(header.buffer).setUint32(72, crc32c(header, 0, 72));
  disk.overwrite(FIRST, 0, header);
  assert.throws(() => openLog(disk), /file kind 7 is not known/);
});

test("a foreign file in the directory is refused by name: a newer version may have put it there", () => {
  for (const name of [
    "notes.txt",
    "0000000000000001.log.bak",
    "1.log",
    "000000000000000G.log",
    "0000000000000000.log",
  ]) {
    const { disk, log } = threeGroups();
    log.close();
    disk.open(`/log/${name}`, "create").close();
    assert.throws(
      () => openLog(disk),
      (error) => error instanceof LogFormatError && error.file === `/log/${name}`,
    );
  }
});

test("text under a segment's name is refused, not overwritten", () => {
  const { disk, log } = aLog();
  log.close();
  disk.overwrite(FIRST, 0, utf8("this is somebody's novel, not a log".repeat(10)));
  assert.throws(() => openLog(disk), damaged(FIRST, 0));
});
