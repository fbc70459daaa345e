import assert from "node:assert/strict";
import { test } from "node:test";
import { BufferPool } from "#storage/log/buffer-pool.ts";
import { describeItems } from "#storage/log/describe-items.ts";
import { draftWrites } from "#storage/log/draft-writes.ts";
import { bulk, entriesFrom, SMALL_LOG_LIMITS, vote } from "#test/small-log.ts";

const PLACE = { file: "a.log", offset: 0 };

test("the parts of a write stand in the order in which they take effect", () => {
  const mark = { index: 9, term: 1, data: new Uint8Array(0) };
  const write = {
    compactTo: { index: 9, term: 1 },
    checkpoint: 10,
    snapshot: mark,
    entries: entriesFrom(10, 2, ["a"]),
    truncateFrom: 10,
    ...vote(2, 1, 9),
    install: mark,
  };
  const [record, ...others] = draftWrites([write], SMALL_LOG_LIMITS);
  assert.equal(others.length, 0);
  assert.deepEqual(record && describeItems(record, PLACE).map((line) => line.split(" ")[0]), [
    "installed",
    "hard",
    "truncate",
    "entry",
    "snapshot",
    "checkpoint",
    "compacted",
  ]);
});

test("small writes share a record no larger than they need; many entries are spread over records within the limit", () => {
  const [small, ...none] = draftWrites([vote(1, 1), { entries: bulk(1, 1, 2, 10) }], SMALL_LOG_LIMITS);
  assert.equal(none.length, 0);
  assert.ok((small?.buffer.byteLength ?? 0) < 600);
  const records = draftWrites([{ entries: bulk(1, 1, 100, 300) }], SMALL_LOG_LIMITS);
  assert.ok(records.length > 5);
  for (const record of records)
    assert.ok(record.length <= SMALL_LOG_LIMITS.recordBytes + 8, `${record.length} bytes`);
  assert.equal(records.flatMap((record) => describeItems(record, PLACE)).length, 100);
});

test("an entry larger than a record's limit has a record to itself", () => {
  const limits = { ...SMALL_LOG_LIMITS, recordBytes: 4096, entryBytes: 20_000 };
  const records = draftWrites(
    [{ entries: [...bulk(1, 1, 1, 50), ...bulk(2, 1, 1, 20_000), ...bulk(3, 1, 1, 50)] }],
    limits,
  );
  assert.deepEqual(
    records.map((record) => describeItems(record, PLACE).length),
    [1, 1, 1],
  );
});

test("an installed snapshot and its hard state are never torn apart, wherever the record before ends", () => {
  const install = { index: 5, term: 1, data: new Uint8Array(250) };
  for (let fill = 3000; fill < 4100; fill += 8) {
    const records = draftWrites(
      [{ entries: bulk(1, 1, 1, Math.min(fill, 4096)) }, { install, ...vote(1, 1, 5) }],
      SMALL_LOG_LIMITS,
    );
    const kinds = records.map((record) =>
      describeItems(record, PLACE)
        .map((line) => line.split(" ")[0])
        .join(),
    );
    assert.ok(kinds.at(-1)?.endsWith("installed,hard"), kinds.join(" | "));
  }
});

test("nothing to write makes no record", () => {
  assert.deepEqual(draftWrites([], SMALL_LOG_LIMITS), []);
  assert.deepEqual(draftWrites([{}, { entries: [] }], SMALL_LOG_LIMITS), []);
});

test("what passes a limit is an assertion", () => {
  const data = new Uint8Array(SMALL_LOG_LIMITS.snapshotBytes + 1);
  assert.throws(
    () => draftWrites([{ entries: bulk(1, 1, 1, 4097) }], SMALL_LOG_LIMITS),
    /larger than the log's limit/,
  );
  assert.throws(
    () => draftWrites([{ snapshot: { index: 1, term: 1, data } }], SMALL_LOG_LIMITS),
    /larger than the log's limit/,
  );
  assert.throws(
    () => draftWrites([{ install: { index: 1, term: 1, data } }], SMALL_LOG_LIMITS),
    /larger than the log's limit/,
  );
});

test("a pool hands returned buffers out again, but neither tiny nor giant ones, and keeps no more than a few", () => {
  const pool = new BufferPool(1024);
  const first = pool.take(1000);
  assert.equal(first.length, 1000);
  pool.giveBack(first.subarray(0, 600));
  assert.equal(pool.take(700).buffer, first.buffer);
  assert.equal(pool.take(16).buffer.byteLength, 16);
  assert.equal(pool.take(5000).buffer.byteLength, 5000);
  pool.giveBack(new Uint8Array(5000));
  assert.notEqual(pool.take(1000).buffer.byteLength, 5000);
  const many = Array.from({ length: 100 }, () => new Uint8Array(1024));
  for (const buffer of many) pool.giveBack(buffer);
  const again = new Set(many.map(() => pool.take(1024).buffer));
  assert.equal(many.filter(({ buffer }) => again.has(buffer)).length, 32);
});
