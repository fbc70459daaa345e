import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { LogDamageError } from "#storage/log/log-damage-error.ts";
import { SegmentedLog } from "#storage/log/segmented-log.ts";
import { loseAll } from "#test/simulated-disk/crash-policy.ts";
import { type AttemptedOperation, SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";
import { aLog, bulk, entriesFrom, openLog, SMALL_LOG_DIRECTORY, vote, wordsOf } from "#test/small-log.ts";

test("a new log is empty, and still is after it was reopened", () => {
  const { disk, log } = aLog();
  assert.equal(log.state.firstIndex, 1);
  assert.equal(log.state.lastIndex, 0);
  assert.deepEqual(log.state.hardState, { term: 0, vote: 0, commit: 0 });
  log.close();
  assert.deepEqual(wordsOf(openLog(disk.crash(loseAll))), []);
});

test("what was written is there after a power loss, in order, with term, kind and data", () => {
  const { disk, log } = aLog();
  log.write([{ entries: entriesFrom(1, 1, ["a", "b"]) }]);
  log.write([{ entries: [{ index: 3, term: 2, kind: "conf-change", data: utf8("c") }] }]);
  log.write([{ entries: entriesFrom(4, 2, ["", new Uint8Array(4096).fill(120)]) }]);
  const again = openLog(disk.crash(loseAll));
  assert.deepEqual(wordsOf(again), ["1/1/a", "2/1/b", "3/2/c", "4/2/", `5/2/${"x".repeat(4096)}`]);
  assert.deepEqual(
    again.reader.entries(2, 5, 1e6)?.map(({ kind }) => kind),
    ["data", "conf-change", "data"],
  );
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6].map((index) => again.state.term(index)),
    [0, 1, 1, 2, 2, 2, undefined],
  );
});

test("term and vote are one record, and come back together with the entries of their write", () => {
  const { disk, log } = aLog();
  log.write([vote(1, 2)]);
  log.write([{ ...vote(4, 3, 1), entries: entriesFrom(1, 4, ["x"]) }]);
  assert.deepEqual(openLog(disk.crash(loseAll)).state.hardState, { term: 4, vote: 3, commit: 1 });
});

test("a vote survives although nothing else was ever written", () => {
  const { disk, log } = aLog();
  log.write([vote(7, 5)]);
  const again = openLog(disk.crash(loseAll));
  assert.deepEqual(again.state.hardState, { term: 7, vote: 5, commit: 0 });
});

test("a conflicting entry replaces the end of the log, also after reopening", () => {
  const { disk, log } = aLog();
  log.write([{ entries: entriesFrom(1, 1, ["a", "b", "c", "d"]) }]);
  log.write([{ entries: entriesFrom(3, 2, ["C"]) }]);
  assert.deepEqual(wordsOf(log), ["1/1/a", "2/1/b", "3/2/C"]);
  log.write([{ entries: entriesFrom(4, 2, ["D", "E"]) }]);
  const again = openLog(disk.crash(loseAll));
  assert.deepEqual(wordsOf(again), ["1/1/a", "2/1/b", "3/2/C", "4/2/D", "5/2/E"]);
  assert.deepEqual(
    [2, 3].map((index) => again.state.term(index)),
    [1, 2],
  );
});

test("an entry that is replaced within one write counts only as replaced", () => {
  const { disk, log } = aLog();
  log.write([{ entries: entriesFrom(1, 1, ["a", "b", "c"]) }, { entries: entriesFrom(2, 3, ["B"]) }]);
  assert.deepEqual(wordsOf(log), ["1/1/a", "2/3/B"]);
  assert.deepEqual(wordsOf(openLog(disk.crash(loseAll))), ["1/1/a", "2/3/B"]);
});

test("a truncated end stays gone", () => {
  const { disk, log } = aLog();
  log.write([{ entries: entriesFrom(1, 1, ["a", "b", "c"]) }]);
  log.write([{ truncateFrom: 2 }]);
  assert.deepEqual(wordsOf(openLog(disk.crash(loseAll))), ["1/1/a"]);
  log.write([{ truncateFrom: 1 }]);
  const again = openLog(disk.crash(loseAll));
  assert.deepEqual([again.state.firstIndex, again.state.lastIndex, again.state.lastTerm], [1, 0, 0]);
});

test("many writes at once share one write to the file and one sync", () => {
  const { disk, log } = aLog();
  const operations: AttemptedOperation[] = [];
  disk.hooks.before = (operation) => {
    operations.push(operation);
    return undefined;
  };
  log.write([vote(1, 1), { entries: entriesFrom(1, 1, ["a"]) }, { entries: entriesFrom(2, 1, ["b", "c"]) }]);
  assert.deepEqual(
    operations.map(({ kind }) => kind),
    ["write", "sync"],
  );
  operations.length = 0;
  log.write([{ entries: entriesFrom(4, 1, ["d"]) }]); // beside it goes the acknowledgement of the group before
  assert.deepEqual(
    operations.map(({ kind }) => kind),
    ["write", "write", "sync"],
  );
});

test("more than a group may carry is cut into groups, each with its own sync", () => {
  const { disk, log } = aLog();
  let largest = 0;
  let syncs = 0;
  disk.hooks.before = ({ kind, bytes }) => {
    if (kind === "write") largest = Math.max(largest, bytes);
    if (kind === "sync") syncs++;
    return undefined;
  };
  log.write([{ entries: bulk(1, 1, 10, 2000) }]);
  assert.ok(largest <= 8 * 1024, `wrote ${largest} bytes at once`);
  assert.ok(syncs >= 3, `synced ${syncs} times`);
  assert.deepEqual(openLog(disk.crash(loseAll)).reader.entries(1, 11, 1e6), bulk(1, 1, 10, 2000));
});

test("a full segment is followed by another, and all are read as one log", () => {
  const { disk, log } = aLog();
  for (let index = 1; index <= 60; index++)
    log.write([{ ...vote(index, 1), entries: bulk(index, 1, 1, 1500) }]);
  assert.ok(segmentsOf(disk).length >= 4);
  assert.deepEqual(log.reader.entries(1, 61, 1e9)?.length, 60);
  const again = openLog(disk.crash(loseAll));
  assert.deepEqual(again.reader.entries(1, 61, 1e9), log.reader.entries(1, 61, 1e9));
  assert.equal(again.state.hardState.term, 60);
});

test("compaction deletes whole segments and keeps what came after, votes and marks included", () => {
  const { disk, log } = aLog();
  const snapshot = { index: 40, term: 1, data: utf8("members: 1 2 3") };
  log.write([vote(1, 9)]);
  for (let index = 1; index <= 60; index++) log.write([{ entries: bulk(index, 1, 1, 1500) }]);
  const before = segmentsOf(disk).length;
  log.write([{ snapshot, checkpoint: 50, compactTo: { index: 40, term: 1 } }]);
  assert.ok(segmentsOf(disk).length < before - 1);
  for (const opened of [log, openLog(disk.crash(loseAll))]) {
    assert.deepEqual(
      [opened.state.firstIndex, opened.state.lastIndex, opened.state.checkpoint],
      [41, 60, 50],
    );
    assert.deepEqual(opened.state.hardState, { term: 1, vote: 9, commit: 50 });
    assert.deepEqual(opened.state.snapshot, snapshot);
    assert.equal(opened.state.term(40), 1);
    assert.equal(opened.state.term(39), undefined);
    assert.equal(opened.reader.entries(40, 61, 1e9), undefined);
    assert.deepEqual(opened.reader.entries(41, 61, 1e9), bulk(41, 1, 20, 1500));
  }
});

test("a log that is compacted as it grows lives on retired segments: no new blocks, no growing list of files", () => {
  const { disk, log } = aLog();
  let created = 0;
  disk.hooks.done = ({ kind }) => {
    if (kind === "create") created++;
  };
  for (let index = 1; index <= 600; index++) {
    log.write([{ entries: bulk(index, 1, 1, 1500) }]);
    if (log.needsSpare) log.prepareSpare();
    if (index % 10 === 0) log.write([{ checkpoint: index, compactTo: { index, term: 1 } }]);
  }
  assert.ok(created <= 2, `created ${created} files`);
  assert.ok(disk.list(SMALL_LOG_DIRECTORY).length <= 5);
  assert.equal(openLog(disk.crash(loseAll)).state.lastIndex, 600);
});

test("an installed snapshot replaces the whole log, which goes on after it", () => {
  const { disk, log } = aLog();
  log.write([{ entries: bulk(1, 1, 20, 1500) }]);
  const install = { index: 100, term: 3, data: utf8("members") };
  log.write([{ install, ...vote(3, 0, 100) }]);
  assert.deepEqual([log.state.firstIndex, log.state.lastIndex, log.state.lastTerm], [101, 100, 3]);
  log.write([{ entries: entriesFrom(101, 3, ["next"]) }]);
  const again = openLog(disk.crash(loseAll));
  assert.deepEqual(wordsOf(again), ["101/3/next"]);
  assert.deepEqual(again.state.snapshot, install);
  assert.deepEqual([again.state.checkpoint, again.state.hardState.commit], [100, 100]);
  assert.equal(segmentsOf(disk).length, 1);
});

test("a checkpoint may move back for a state store that was rebuilt, but not below what is compacted", () => {
  const { disk, log } = aLog();
  log.write([{ entries: bulk(1, 1, 10, 10), checkpoint: 8, compactTo: { index: 4, term: 1 } }]);
  log.write([{ checkpoint: 5 }]);
  assert.equal(openLog(disk.crash(loseAll)).state.checkpoint, 5);
  assert.throws(() => log.write([{ checkpoint: 3 }]), /outside the log/);
});

test("an idle acknowledgement is durable by itself, and written once", () => {
  const { disk, log } = aLog();
  log.write([{ entries: entriesFrom(1, 1, ["a"]) }]);
  assert.equal(log.needsAcknowledge, true);
  log.acknowledge();
  assert.equal(log.needsAcknowledge, false);
  let operations = 0;
  disk.hooks.before = () => {
    operations++;
    return undefined;
  };
  log.acknowledge();
  assert.equal(operations, 0);
  // Proof: the entry's record may not be torn any more.
  const left = disk.crash(loseAll);
  left.flipBit("/log/0000000000000001.log", 16384 + 130, 0);
  assert.throws(() => openLog(left), LogDamageError);
});

test("a closed log refuses to be used", () => {
  const { log } = aLog();
  log.close();
  assert.throws(() => log.write([vote(1, 1)]), /is closed/);
});

test("where a log must be, its absence is refused", () => {
  const options = { directory: SMALL_LOG_DIRECTORY, whenAbsent: "refuse" as const };
  assert.throws(() => SegmentedLog.open({ ...options, disk: new SimulatedDisk() }), LogDamageError);
  const { disk, log } = aLog();
  log.close();
  assert.equal(SegmentedLog.open({ ...options, disk }).state.lastIndex, 0);
});

test("an empty directory becomes a log, and so does one where a first start died early", () => {
  const disk = new SimulatedDisk();
  disk.makeDirectory(SMALL_LOG_DIRECTORY);
  disk.open(`${SMALL_LOG_DIRECTORY}/spare`, "create").write([new Uint8Array(5000).fill(3)], 0);
  const log = openLog(disk);
  log.write([{ entries: entriesFrom(1, 1, ["a"]) }]);
  assert.deepEqual(wordsOf(openLog(disk.crash(loseAll))), ["1/1/a"]);
});

test("sizes may change between two starts", () => {
  const { disk, log } = aLog();
  for (let index = 1; index <= 30; index++) log.write([{ entries: bulk(index, 1, 1, 1500) }]);
  log.close();
  const larger = openLog(disk, { segmentBytes: 96 * 1024, recordBytes: 16 * 1024 });
  for (let index = 31; index <= 90; index++) larger.write([{ entries: bulk(index, 1, 1, 1500) }]);
  larger.write([{ checkpoint: 80, compactTo: { index: 70, term: 1 } }]);
  larger.close();
  const smaller = openLog(disk.crash(loseAll), {
    segmentBytes: 40 * 1024,
    entryBytes: 3000,
    groupBytes: 4096,
  });
  for (let index = 91; index <= 120; index++) smaller.write([{ entries: bulk(index, 1, 1, 1500) }]);
  const again = openLog(disk.crash(loseAll));
  assert.deepEqual([again.state.firstIndex, again.state.lastIndex], [71, 90]);
  assert.deepEqual(smaller.reader.entries(71, 121, 1e9), bulk(71, 1, 50, 1500));
});

test("limits that do not fit each other are refused before anything is touched", () => {
  const disk = new SimulatedDisk();
  assert.throws(() => openLog(disk, { entryBytes: 40_000 }), /too small for the largest entry/);
  assert.throws(() => openLog(disk, { segmentBytes: 50_000 }), /segmentBytes is out of range/);
  assert.throws(() => openLog(disk, { segmentBytes: 2 ** 27 }), /segmentBytes is out of range/);
  assert.deepEqual(disk.list("/"), []);
});

function segmentsOf(disk: SimulatedDisk): string[] {
  return disk.list(SMALL_LOG_DIRECTORY).filter((name) => name.endsWith(".log"));
}

test("the next segment's file is prepared in steps, so that changing to it writes its first pages alone", () => {
  const { disk, log } = aLog();
  let whileWriting = 0;
  let isWriting = false;
  disk.hooks.before = ({ kind, path }) => {
    if (isWriting && kind === "write" && path.endsWith("spare")) whileWriting++;
    return undefined;
  };
  for (let index = 1; !disk.exists("/log/0000000000000003.log"); index++) {
    isWriting = true;
    log.write([{ entries: bulk(index, 1, 1, 1500) }]);
    isWriting = false;
    while (log.needsSpare) log.prepareSpare();
  }
  assert.equal(whileWriting, 2); // one for each of the two segments
});
