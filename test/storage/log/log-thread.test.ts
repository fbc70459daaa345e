// The log on its own thread, over the real disk, as the server runs it.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { describeLog } from "#storage/log/describe-log.ts";
import { DEFAULT_LOG_LIMITS } from "#storage/log/log-limits.ts";
import type { LogWrite } from "#storage/log/log-write.ts";
import { SegmentedLog } from "#storage/log/segmented-log.ts";
import { Doorbell } from "#storage/log/thread/doorbell.ts";
import type { LogThreadLink } from "#storage/log/thread/log-thread-link.ts";
import type { GroupTiming } from "#storage/log/thread/log-thread-message.ts";
import { startLogThread } from "#test/log-thread/start-log-thread.ts";
import { bulk, entriesFrom, SMALL_LOG_LIMITS, vote, wordsOf } from "#test/small-log.ts";

const scratch = mkdtempSync(join(tmpdir(), "coffer-log-thread-"));
after(() => rmSync(scratch, { recursive: true, force: true }));
let directories = 0;

function freshDirectory(): string {
  return join(scratch, String(++directories));
}

function durable(link: LogThreadLink, ...writes: LogWrite[]): Promise<void> {
  return new Promise((resolve) => {
    let left = writes.length;
    for (const write of writes) link.write(write, () => --left === 0 && resolve());
    link.flush();
  });
}

function reopened(directory: string): SegmentedLog {
  return SegmentedLog.open({ disk: new NodeDisk(), directory, whenAbsent: "refuse" });
}

test("what was reported durable is on disk, and this thread reads it back itself", async () => {
  const directory = freshDirectory();
  const { link: opening, ended } = startLogThread(directory);
  const link = await opening;
  await durable(link, { ...vote(1, 3), entries: entriesFrom(1, 1, ["a", "b"]) });
  await durable(link, { entries: entriesFrom(2, 2, ["B"]) });
  assert.deepEqual(link.reader.entries(1, 3, 1e6), [
    ...entriesFrom(1, 1, ["a"]),
    ...entriesFrom(2, 2, ["B"]),
  ]);
  assert.deepEqual(link.reader.state.hardState, { term: 1, vote: 3, commit: 0 });
  assert.equal(link.pendingBytes, 0);
  await link.close();
  assert.equal(await ended, undefined);
  const log = reopened(directory);
  assert.deepEqual(wordsOf(log), ["1/1/a", "2/2/B"]);
  assert.equal(statSync(directory).mode & 0o777, 0o700);
  for (const name of readdirSync(directory))
    assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600);
});

test("a log that was there is handed over with all its positions", async () => {
  const directory = freshDirectory();
  const before = SegmentedLog.open({ disk: new NodeDisk(), directory });
  before.write([
    vote(4, 1),
    { entries: bulk(1, 4, 300, 900), checkpoint: 150, compactTo: { index: 100, term: 4 } },
  ]);
  before.close();
  const { link: opening } = startLogThread(directory);
  const link = await opening;
  assert.deepEqual(link.reader.state.dump(), before.state.dump());
  assert.deepEqual(link.reader.entries(101, 301, 1e9), bulk(101, 4, 200, 900));
  await link.close();
});

test("writes that wait while a group is under way share the next one, and are told in order", async () => {
  const groups: GroupTiming[] = [];
  const { link: opening } = startLogThread(freshDirectory(), { onGroup: (timing) => groups.push(timing) });
  const link = await opening;
  const told: number[] = [];
  let done: () => void = () => {};
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  for (let index = 1; index <= 400; index++) {
    link.write({ entries: bulk(index, 1, 1, 100) }, () => {
      told.push(index);
      if (index === 400) done();
    });
    link.flush();
  }
  assert.ok(link.pendingBytes > 400 * 100);
  await all;
  assert.deepEqual(
    told,
    Array.from({ length: 400 }, (_, at) => at + 1),
  );
  assert.ok(groups.length < 200, `${groups.length} groups`);
  assert.equal(
    groups.reduce((sum, { requests }) => sum + requests, 0),
    400,
  );
  for (const { totalMicros, syncMicros, bytes } of groups)
    assert.ok(totalMicros >= syncMicros && syncMicros > 0 && bytes > 0);
  assert.deepEqual(link.reader.entries(1, 401, 1e9), bulk(1, 1, 400, 100));
  await link.close();
});

test("a group carries no more than its limit", async () => {
  const groups: GroupTiming[] = [];
  const { link: opening } = startLogThread(freshDirectory(), {
    limits: SMALL_LOG_LIMITS,
    onGroup: (timing) => groups.push(timing),
  });
  const link = await opening;
  const writes: Promise<void>[] = [];
  for (let index = 1; index <= 60; index++) writes.push(durable(link, { entries: bulk(index, 1, 1, 1500) }));
  await Promise.all(writes);
  for (const { bytes } of groups) assert.ok(bytes <= SMALL_LOG_LIMITS.groupBytes, `${bytes} bytes`);
  await link.close();
});

test("entries asked to be deleted are not read while that is under way; those behind them are", async () => {
  const { link: opening } = startLogThread(freshDirectory());
  const link = await opening;
  await durable(link, { entries: bulk(1, 1, 10, 50) });
  const compacted = durable(link, { checkpoint: 8, compactTo: { index: 5, term: 1 } });
  assert.equal(link.reader.entries(5, 11, 1e9), undefined);
  assert.equal(link.reader.entries(6, 11, 1e9)?.length, 5);
  await compacted;
  assert.equal(link.reader.state.firstIndex, 6);
  const installed = durable(link, { install: { index: 7, term: 2, data: Uint8Array.of(1) } });
  assert.equal(link.reader.entries(8, 11, 1e9), undefined);
  await installed;
  await durable(link, { entries: entriesFrom(8, 2, ["next"]) });
  assert.deepEqual(link.reader.entries(8, 9, 1e9), entriesFrom(8, 2, ["next"]));
  await link.close();
});

test("the newest entries are read from memory, older ones from the files, all of them as they were written", async () => {
  const directory = freshDirectory();
  const { link: opening } = startLogThread(directory);
  const link = await opening;
  await durable(link, { entries: bulk(1, 1, 200, 50_000) });
  await durable(link, { entries: entriesFrom(199, 2, ["conflict"]) });
  const expected = [...bulk(1, 1, 198, 50_000), ...entriesFrom(199, 2, ["conflict"])];
  assert.deepEqual(link.entries(1, 200, 1e9), expected);
  assert.deepEqual(link.entries(190, 200, 1e9), expected.slice(189));
  assert.equal(link.entries(199, 200, 1e9)?.[0], link.entries(199, 200, 1e9)?.[0]); // the very object: not read anew
  const compacting = durable(link, { checkpoint: 199, compactTo: { index: 195, term: 1 } });
  assert.equal(link.entries(195, 200, 1e9), undefined);
  await compacting;
  assert.deepEqual(link.entries(196, 200, 1e9), expected.slice(195));
  await link.close();
});

test("a pause of writes brings the last group's acknowledgement to disk", async () => {
  const directory = freshDirectory();
  const { link: opening, worker } = startLogThread(directory);
  const link = await opening;
  await durable(link, { entries: entriesFrom(1, 1, ["a"]) });
  const disk = new NodeDisk();
  const acknowledged = (): boolean => {
    return [...describeLog(disk, directory)].some((line) =>
      /acknowledgement \d+: record 2, entry 1 /.test(line),
    );
  };
  const deadline = performance.now() + 10_000;
  while (!acknowledged()) {
    assert.ok(performance.now() < deadline, "no acknowledgement was written");
    await new Promise((resolve) => setImmediate(resolve));
  }
  await worker.terminate(); // also while it sleeps
});

test("a log that can not be opened is reported, and ends its thread with an error", async () => {
  const directory = freshDirectory();
  SegmentedLog.open({ disk: new NodeDisk(), directory }).close();
  writeFileSync(join(directory, "foreign"), "");
  const { failure, ended } = startLogThread(directory);
  assert.match(await failure, /cannot open the Raft log: .*foreign/);
  assert.match(String(await ended), /cannot open the Raft log: .*foreign/);
});

test("a failing write is reported by file and reason, ends the thread, and is never called durable", async () => {
  const directory = freshDirectory();
  const { link: opening, failure, ended } = startLogThread(directory);
  const link = await opening;
  await durable(link, { entries: bulk(1, 1, 3, 10) });
  // The next segment can not be made where a directory has the spare's name.
  rmSync(join(directory, "spare"), { force: true });
  rmSync(join(directory, "spare-2"), { force: true });
  mkdirSync(join(directory, "spare"));
  let told = 3;
  for (let index = 4; index <= 40; index++) {
    const first = (index - 4) * 1000 + 4;
    link.write({ entries: bulk(first, 1, 1000, DEFAULT_LOG_LIMITS.segmentBytes / 20_000) }, () => {
      told = first + 999;
    });
    link.flush();
  }
  assert.match(await failure, /the Raft log stops: .* of .*spare failed: E[A-Z]+/);
  assert.match(String(await ended), /the Raft log stops: .*spare/);
  rmSync(join(directory, "spare"), { recursive: true });
  assert.ok(reopened(directory).state.lastIndex >= told);
});

test("a write that breaks a rule ends the thread too", async () => {
  const { link: opening, failure, ended } = startLogThread(freshDirectory());
  const link = await opening;
  link.write({ entries: bulk(5, 1, 1, 10) }, () => assert.fail("it was called durable"));
  link.flush();
  assert.match(await failure, /leaves a gap/);
  assert.match(String(await ended), /leaves a gap/);
});

test("a ring between looking for work and waiting for it is not missed", () => {
  const bell = new Doorbell();
  const { rings } = bell;
  assert.equal(bell.wait(rings, 1), false);
  bell.ring();
  assert.equal(bell.wait(rings, 60_000), true);
  assert.equal(new Doorbell(bell.memory).rings, rings + 1);
});
