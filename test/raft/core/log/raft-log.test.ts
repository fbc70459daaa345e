import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EMPTY_MEMBERSHIP } from "#raft/core/confchange/membership.ts";
import { entriesBytes, entryBytes } from "#raft/core/entry.ts";
import { RaftLog } from "#raft/core/log/raft-log.ts";
import { MemoryLog } from "#test/raft-core/memory-log.ts";
import { entriesOf } from "#test/raft-core/paper-node.ts";
import { seededRandom } from "#test/seeded-random.ts";

const NO_LIMIT = Number.POSITIVE_INFINITY;

/** Durable entries of `stable` terms from index 1, then unstable ones. */
function aLog({ stable = [] as number[], unstable = [] as number[], maxApplyingBytes = NO_LIMIT } = {}) {
  const storage = MemoryLog.withVoters(1);
  storage.append(entriesOf(stable));
  const log = new RaftLog(storage, maxApplyingBytes);
  log.append(entriesOf(unstable, stable.length + 1));
  return { storage, log };
}

describe("the log", () => {
  test("is one, whatever part of it is durable", () => {
    const { below } = seededRandom(8);
    for (let round = 0; round < 500; round++) {
      const terms = Array.from({ length: 1 + below(12) }, (_, i) => 1 + Math.floor(i / 3));
      const cut = below(terms.length + 1);
      const { log } = aLog({ stable: terms.slice(0, cut), unstable: terms.slice(cut) });
      const low = 1 + below(terms.length);
      const high = low + below(terms.length - low + 2);
      const whole = entriesOf(terms).slice(low - 1, high - 1);
      assert.deepEqual(log.slice(low, high, NO_LIMIT), whole);
      assert.deepEqual(
        terms.map((_, i) => log.term(i + 1)),
        terms,
      );
      const maxBytes = below(60);
      const within = log.slice(low, high, maxBytes) ?? [];
      assert.deepEqual(within, whole.slice(0, within.length));
      if (whole.length > 0) {
        assert.ok(within.length > 0, "at least one entry, however large");
        assert.ok(within.length === 1 || entriesBytes(within) <= maxBytes);
        const next = whole[within.length];
        assert.ok(next === undefined || entriesBytes(within) + entryBytes(next) > maxBytes, "as many as fit");
      }
    }
  });

  test("does not know terms outside itself, but does know that of the last compacted entry", () => {
    const { storage, log } = aLog({ stable: [1, 1, 2, 2], unstable: [3] });
    log.commitTo(3);
    log.appliedTo(3, 0);
    storage.compact(3);
    assert.deepEqual(
      [0, 2, 3, 4, 5, 6].map((index) => log.term(index)),
      [undefined, undefined, 2, 2, 3, undefined],
    );
    assert.equal(log.slice(3, 5, NO_LIMIT), undefined, "compacted");
    assert.equal(log.entriesFrom(3, NO_LIMIT), undefined);
    assert.equal(log.entriesFrom(4, NO_LIMIT)?.length, 2);
    assert.deepEqual(log.entriesFrom(6, NO_LIMIT), []);
  });

  for (const [terms, index, term, found] of [
    [[1, 3, 3, 3, 5, 5, 5, 5, 5], 6, 2, [1, 1]],
    [[1, 3, 3, 4, 4, 5, 5, 5, 6], 8, 3, [3, 3]],
    [[1, 1, 1], 3, 5, [3, 1]],
    [[4, 4], 2, 3, [0, 0]],
    [[], 0, 3, [0, 0]],
  ] as const) {
    test(`terms ${terms || "of nothing"}: the last place up to ${index} with a term up to ${term} is ${found[0]}`, () => {
      const { log } = aLog({ stable: [...terms] });
      assert.deepEqual(log.findConflictByTerm(index, term), { index: found[0], term: found[1] });
    });
  }

  test("finds no conflict in what is compacted", () => {
    const { storage, log } = aLog({ stable: [1, 1, 5, 5] });
    log.commitTo(3);
    storage.compact(3);
    assert.deepEqual(log.findConflictByTerm(4, 2), { index: 2, term: 0 });
  });

  test("takes entries that agree without writing them again", () => {
    const { log } = aLog({ stable: [1, 2, 3] });
    assert.equal(log.appendSlice({ previous: { index: 1, term: 1 }, entries: entriesOf([2, 3], 2) }, 2), 3);
    assert.deepEqual([log.unstable.hasEntries, log.committed], [false, 2]);
  });

  test("never commits beyond what the message proved to agree", () => {
    const { log } = aLog({ stable: [1, 1, 1, 1] });
    log.appendSlice({ previous: { index: 1, term: 1 }, entries: entriesOf([1], 2) }, 4);
    assert.equal(log.committed, 2);
  });

  test("a conflict drops the old end", () => {
    const { log } = aLog({ stable: [1, 1], unstable: [1, 1] });
    assert.equal(log.appendSlice({ previous: { index: 1, term: 1 }, entries: entriesOf([2], 2) }, 0), 2);
    assert.deepEqual([log.lastId, log.unstable.offset], [{ index: 2, term: 2 }, 2]);
  });

  test("refuses to agree where it does not", () => {
    const { log } = aLog({ stable: [1, 1] });
    assert.equal(log.appendSlice({ previous: { index: 2, term: 2 }, entries: [] }, 2), undefined);
    assert.equal(log.appendSlice({ previous: { index: 5, term: 1 }, entries: [] }, 2), undefined);
    assert.equal(log.committed, 0);
  });

  test("broken invariants are assertions that say what broke", () => {
    const { log } = aLog({ stable: [1, 1, 1] });
    log.commitTo(2);
    assert.throws(() => log.commitTo(4), /index 4 is committed but the log ends at 3/);
    assert.throws(() => log.append(entriesOf([2], 2)), /committed entry would be overwritten/);
    const conflicting = { previous: { index: 0, term: 0 }, entries: entriesOf([2]) };
    const bare = aLog({ stable: [1] }).log;
    bare.commitTo(1);
    assert.throws(
      () => bare.appendSlice({ ...conflicting, previous: { index: 0, term: 0 } }, 1),
      /conflicts with a committed/,
    );
    assert.throws(() => log.appliedTo(3, 0), /entry 3 was applied, outside/);
    assert.throws(() => log.loadCommit(9), /outside the log/);
    assert.throws(() => log.slice(1, 9, NO_LIMIT), /leaves the log/);
  });

  test("only durable entries are applied when storage works on its own", () => {
    const { log } = aLog({ stable: [1, 1], unstable: [1, 1] });
    log.commitTo(4);
    assert.equal(log.nextCommitted(true).length, 4);
    assert.equal(log.nextCommitted(false).length, 2);
  });

  test("what is being applied stays below its limit until it is applied", () => {
    const weight = entryBytes({ term: 1, index: 1, kind: "data", data: new Uint8Array(0) });
    const { log } = aLog({ stable: [1, 1, 1, 1, 1], maxApplyingBytes: 2 * weight });
    log.commitTo(5);
    const taken: number[] = [];
    while (log.applied < 5) {
      const batch = log.nextCommitted(true);
      taken.push(batch.length);
      log.acceptApplying(log.applying + batch.length, entriesBytes(batch), true);
      assert.equal(log.hasNextCommitted(true), false, "no more until this is applied");
      log.appliedTo(log.applying, entriesBytes(batch));
    }
    assert.deepEqual(taken, [2, 2, 1]);
  });

  test("nothing is applied while a snapshot waits to be installed", () => {
    const { log } = aLog({ stable: [1, 1] });
    log.commitTo(2);
    log.restore({ index: 10, term: 2, membership: EMPTY_MEMBERSHIP });
    assert.deepEqual(
      [log.hasNextCommitted(true), log.firstIndex, log.lastIndex, log.committed],
      [false, 11, 10, 10],
    );
    assert.throws(() => log.restore({ index: 9, term: 2, membership: EMPTY_MEMBERSHIP }), /undo committed/);
  });
});
