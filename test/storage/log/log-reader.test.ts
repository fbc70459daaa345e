import assert from "node:assert/strict";
import { test } from "node:test";
import { entriesBytes } from "#raft/core/entry.ts";
import { draftWrites } from "#storage/log/draft-writes.ts";
import { LogDamageError } from "#storage/log/log-damage-error.ts";
import { LogReader } from "#storage/log/log-reader.ts";
import { LogState } from "#storage/log/log-state.ts";
import type { LogWrite } from "#storage/log/log-write.ts";
import type { SegmentedLog } from "#storage/log/segmented-log.ts";
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type { SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";
import { aLog, bulk, entriesFrom, SMALL_LOG_DIRECTORY, SMALL_LOG_LIMITS } from "#test/small-log.ts";

/** What another thread has: its own reader, fed with each answer of the writer. */
function follower(
  disk: SimulatedDisk,
  log: SegmentedLog,
): { reader: LogReader; write(writes: readonly LogWrite[]): void } {
  const reader = new LogReader(disk, SMALL_LOG_DIRECTORY, LogState.load(structuredClone(log.state.dump())));
  const write = (writes: readonly LogWrite[]): void => {
    const records = draftWrites(writes, SMALL_LOG_LIMITS);
    const positions = log.append(records);
    for (const [at, record] of records.entries()) reader.learn(record, positions[at] ?? 0);
  };
  return { reader, write };
}

test("any range of entries comes back, through records and segments", () => {
  const { log } = aLog();
  const random = new SeededRandom(3);
  const all = Array.from({ length: 90 }, (_, at) => bulk(at + 1, 1, 1, random.below(2500))).flat();
  for (let at = 0; at < all.length; ) {
    const count = random.between(1, 6);
    log.write([{ entries: all.slice(at, at + count) }]);
    at += count;
  }
  for (let low = 1; low <= 90; low += 7) {
    for (let high = low; high <= 91; high += 5) {
      assert.deepEqual(log.reader.entries(low, high, 1e9), all.slice(low - 1, high - 1));
    }
  }
});

test("as many entries as fit the limit come back, at least one, counted as Raft counts them", () => {
  const { log } = aLog();
  const entries = bulk(1, 1, 40, 100);
  log.write([{ entries }]);
  const each = entriesBytes(entries) / 40;
  for (const count of [1, 2, 7, 40]) {
    assert.equal(log.reader.entries(1, 41, count * each)?.length, count);
    assert.equal(log.reader.entries(1, 41, (count + 1) * each - 1)?.length, count);
  }
  assert.equal(log.reader.entries(1, 41, 0)?.length, 1);
  assert.deepEqual(log.reader.entries(5, 5, 1e9), []);
});

test("a reader fed with positions sees what the writer sees", () => {
  const { disk, log } = aLog();
  log.write([{ entries: bulk(1, 1, 30, 1500) }]);
  const { reader, write } = follower(disk, log);
  write([{ hardState: { term: 2, vote: 4, commit: 9 }, entries: bulk(31, 2, 20, 1500) }]);
  write([{ entries: entriesFrom(45, 3, ["conflict"]) }]);
  assert.deepEqual(reader.entries(1, 46, 1e9), log.reader.entries(1, 46, 1e9));
  assert.deepEqual(reader.state.hardState, log.state.hardState);
  write([
    {
      checkpoint: 40,
      snapshot: { index: 40, term: 2, data: Uint8Array.of(1) },
      compactTo: { index: 33, term: 2 },
    },
  ]);
  assert.deepEqual(reader.state.dump(), log.state.dump());
  assert.equal(reader.entries(33, 40, 1e9), undefined);
  write([
    { install: { index: 80, term: 3, data: Uint8Array.of(2) } },
    { entries: entriesFrom(81, 3, ["after"]) },
  ]);
  assert.deepEqual(reader.state.dump(), log.state.dump());
  assert.deepEqual(reader.entries(81, 82, 1e9), entriesFrom(81, 3, ["after"]));
});

test("a reader never shows a retired segment's new content as an old entry", () => {
  const { disk, log } = aLog();
  log.write([{ entries: bulk(1, 1, 60, 1500) }]);
  const { reader, write } = follower(disk, log);
  assert.equal(reader.entries(1, 3, 1e9)?.length, 2); // holds the first segment open
  for (let index = 61; index <= 400; index++) {
    write([
      { entries: bulk(index, 1, 1, 1500), checkpoint: index, compactTo: { index: index - 20, term: 1 } },
    ]);
    assert.deepEqual(reader.entries(index - 19, index + 1, 1e9), bulk(index - 19, 1, 20, 1500));
  }
});

test("what was given up for deletion is not read any more, although it is still there", () => {
  const { disk, log } = aLog();
  log.write([{ entries: bulk(1, 1, 10, 10) }]);
  const { reader } = follower(disk, log);
  reader.giveUpThrough(4);
  assert.equal(reader.entries(4, 11, 1e9), undefined);
  assert.equal(reader.entries(5, 11, 1e9)?.length, 6);
  reader.giveUpThrough(0);
  assert.equal(reader.entries(4, 11, 1e9)?.length, 7);
});

test("entries that rotted since they were written are refused, not handed out", () => {
  const { disk, log } = aLog();
  log.write([{ entries: bulk(1, 1, 3, 1000) }]);
  log.write([{ entries: bulk(4, 1, 1, 1000) }]);
  disk.flipBit("/log/0000000000000001.log", 16384 + 2000, 5);
  assert.throws(
    () => log.reader.entries(1, 2, 1e9),
    (error) =>
      error instanceof LogDamageError && error.offset === 16384 && error.file === "/log/0000000000000001.log",
  );
  assert.equal(log.reader.entries(4, 5, 1e9)?.length, 1);
});

test("asking beyond the end is an assertion", () => {
  const { log } = aLog();
  log.write([{ entries: bulk(1, 1, 3, 10) }]);
  assert.throws(() => log.reader.entries(1, 5, 1e9), /beyond the log's end/);
});

test("few files stay open however many segments are read", () => {
  const { disk, log } = aLog();
  log.write([{ entries: bulk(1, 1, 250, 1500) }]);
  assert.ok(disk.list(SMALL_LOG_DIRECTORY).length > 8);
  let opened = 0;
  disk.hooks.before = ({ kind }) => {
    if (kind === "open") opened++;
    return undefined;
  };
  for (let round = 0; round < 3; round++)
    for (let index = 240; index <= 250; index++) log.reader.entries(index, index + 1, 1);
  assert.ok(opened <= 2, `opened ${opened} files for the newest entries`);
  assert.equal(log.reader.entries(1, 251, 1e9)?.length, 250);
  log.close();
});
