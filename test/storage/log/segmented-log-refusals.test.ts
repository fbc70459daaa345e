// What the log does not put up with: writes that break its rules, and a disk that fails.
import assert from "node:assert/strict";
import { test } from "node:test";
import { InvariantError } from "#base/assert.ts";
import { utf8 } from "#base/bytes.ts";
import { LogFailure } from "#storage/log/log-failure.ts";
import type { SegmentedLog } from "#storage/log/segmented-log.ts";
import { loseAll } from "#test/simulated-disk/crash-policy.ts";
import { aLog, bulk, openLog, vote } from "#test/small-log.ts";

const breaches: [string, Parameters<SegmentedLog["write"]>[0], RegExp][] = [
  ["leaves a gap", [{ entries: bulk(12, 1, 1, 10) }], /gap/],
  ["has an older term than its predecessor", [{ entries: bulk(11, 0, 1, 10) }], /older term/],
  ["falls back behind the term", [vote(1, 0)], /term falls/],
  ["votes for two in one term", [vote(2, 6)], /vote of a term/],
  ["commits what is not in the log", [vote(2, 5, 11)], /beyond the log/],
  ["truncates at the checkpoint", [{ truncateFrom: 6 }], /at or below its checkpoint/],
  ["replaces an entry at the checkpoint", [{ entries: bulk(6, 2, 1, 10) }], /at or below its checkpoint/],
  ["compacts above the checkpoint", [{ compactTo: { index: 7, term: 1 } }], /above its checkpoint/],
  ["sets a checkpoint beyond the log", [{ checkpoint: 11 }], /outside the log/],
  [
    "describes a snapshot beyond the log",
    [{ snapshot: { index: 11, term: 1, data: utf8("") } }],
    /never had/,
  ],
  ["carries a larger entry than allowed", [{ entries: bulk(11, 1, 1, 4097) }], /larger than the log's limit/],
  ["has an index that is no safe integer", [vote(2 ** 53, 0)], /no index or term/],
];

for (const [what, writes, reason] of breaches) {
  test(`a write that ${what} is an assertion, and nothing of it reaches the disk`, () => {
    const { disk, log } = aLog();
    log.write([{ ...vote(2, 5), entries: bulk(1, 1, 10, 10), checkpoint: 6 }]);
    assert.throws(() => log.write(writes), reason);
    const again = openLog(disk);
    assert.deepEqual([again.state.lastIndex, again.state.checkpoint, again.state.firstIndex], [10, 6, 1]);
    assert.deepEqual(again.state.hardState, { term: 2, vote: 5, commit: 6 });
  });
}

test("a broken rule stops the log: memory may say what the disk does not", () => {
  const { log } = aLog();
  assert.throws(() => log.write([{ entries: bulk(5, 1, 1, 10) }]), InvariantError);
  assert.throws(() => log.write([{ entries: bulk(1, 1, 1, 10) }]), LogFailure);
});

for (const [kind, operation, errno] of [
  ["write", "write", "ENOSPC"],
  ["write", "write", "EIO"],
  ["sync", "fdatasync", "EIO"],
] as const) {
  test(`after a failed ${operation} (${errno}) the log refuses everything, naming file and reason`, () => {
    const { disk, log } = aLog();
    log.write([{ entries: bulk(1, 1, 3, 10) }]);
    disk.hooks.before = (attempted) => (attempted.kind === kind ? { errno, writtenBytes: 100 } : undefined);
    const expected = new RegExp(
      `the Raft log stops: ${operation} of /log/0000000000000001.log failed: ${errno}`,
    );
    assert.throws(
      () => log.write([{ entries: bulk(4, 1, 1, 10) }]),
      (error) => error instanceof LogFailure && expected.test(error.message),
    );
    disk.hooks = {}; // the disk is well again, but what it holds is not known
    assert.throws(() => log.write([{ entries: bulk(4, 1, 1, 10) }]), expected);
    assert.throws(() => log.acknowledge(), expected);
    assert.throws(() => log.prepareSpare(), expected);
    log.close();
    assert.equal(openLog(disk.crash(loseAll)).state.lastIndex, 3);
  });
}

test("every single operation of a segment's change may fail, and nothing acknowledged is lost", () => {
  for (let failing = 0; ; failing++) {
    const { disk, log } = aLog();
    log.write([{ entries: bulk(1, 1, 18, 1500) }]);
    let left = failing;
    disk.hooks.before = ({ kind }) => (kind !== "read" && left-- === 0 ? { errno: "EIO" } : undefined);
    let acknowledged = 18;
    try {
      for (let index = 19; index <= 30; index++) {
        log.write([
          { entries: bulk(index, 1, 1, 1500), checkpoint: index, compactTo: { index: 10, term: 1 } },
        ]);
        acknowledged = index;
      }
    } catch (error) {
      assert.ok(error instanceof LogFailure, String(error));
    }
    disk.hooks = {};
    for (const left of [disk, disk.crash(loseAll)]) {
      const { lastIndex } = openLog(left).state;
      assert.ok(
        lastIndex >= acknowledged && lastIndex <= acknowledged + 1,
        `failing ${failing}: ${lastIndex}`,
      );
    }
    if (acknowledged === 30) break;
  }
});

test("a log that can not be read because of the disk says so", () => {
  const { disk, log } = aLog();
  log.close();
  disk.hooks.before = ({ kind }) => (kind === "read" ? { errno: "EIO" } : undefined);
  assert.throws(() => openLog(disk), /the Raft log stops: read of \/log\/0000000000000001.log failed: EIO/);
});
