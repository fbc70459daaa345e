import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EMPTY_MEMBERSHIP } from "#raft/core/confchange/membership.ts";
import { Unstable } from "#raft/core/log/unstable.ts";
import { entriesOf } from "#test/raft-core/paper-node.ts";

function holding(firstIndex: number, ...terms: number[]): Unstable {
  const unstable = new Unstable(firstIndex);
  unstable.truncateAndAppend(entriesOf(terms, firstIndex));
  return unstable;
}

const snapshot = (index: number, term: number) => ({ index, term, membership: EMPTY_MEMBERSHIP });

function indexes(entries: readonly { index: number; term: number }[]): string {
  return entries.map(({ index, term }) => `${term}/${index}`).join(" ");
}

describe("the unstable tail", () => {
  test("hands out each entry once, until it is accepted", () => {
    const unstable = holding(5, 1, 1);
    assert.equal(indexes(unstable.nextEntries()), "1/5 1/6");
    unstable.accept();
    assert.deepEqual([unstable.hasNextEntries, unstable.hasEntries], [false, true]);
    unstable.truncateAndAppend(entriesOf([2], 7));
    assert.equal(indexes(unstable.nextEntries()), "2/7");
  });

  test("forgets what is durable and keeps the rest", () => {
    const unstable = holding(5, 1, 1, 2);
    unstable.accept();
    unstable.stableTo({ index: 6, term: 1 });
    assert.deepEqual([unstable.offset, unstable.end, unstable.offsetInProgress], [7, 8, 8]);
    assert.equal(unstable.term(6), undefined);
    assert.equal(unstable.term(7), 2);
  });

  test("durable entries that were never handed out in pieces move the mark along", () => {
    const unstable = holding(5, 1, 1);
    unstable.stableTo({ index: 6, term: 1 });
    assert.deepEqual([unstable.offset, unstable.offsetInProgress, unstable.hasEntries], [7, 7, false]);
  });

  for (const [what, id] of [
    ["an entry that was replaced", { index: 6, term: 1 }],
    ["an entry beyond the end", { index: 9, term: 3 }],
    ["an entry durable already", { index: 4, term: 1 }],
  ] as const) {
    test(`ignores word of ${what}`, () => {
      const unstable = holding(5, 1, 3);
      unstable.accept();
      unstable.stableTo(id);
      assert.deepEqual([unstable.offset, unstable.end], [5, 7]);
    });
  }

  test("replacing entries on their way to disk hands out the new ones", () => {
    const unstable = holding(5, 1, 1, 1);
    unstable.accept();
    unstable.truncateAndAppend(entriesOf([2, 2], 6));
    assert.equal(unstable.offsetInProgress, 6);
    assert.equal(indexes(unstable.nextEntries()), "2/6 2/7");
    assert.equal(indexes(unstable.slice(5, 8)), "1/5 2/6 2/7");
  });

  test("replacing a part that is not handed out yet leaves the mark where it is", () => {
    const unstable = holding(5, 1);
    unstable.accept();
    unstable.truncateAndAppend(entriesOf([1, 1], 6));
    unstable.truncateAndAppend(entriesOf([2], 7));
    assert.equal(indexes(unstable.nextEntries()), "1/6 2/7");
  });

  test("replacing durable entries begins the tail anew there", () => {
    const unstable = holding(5, 1, 1);
    unstable.accept();
    unstable.truncateAndAppend(entriesOf([2, 2], 3));
    assert.deepEqual([unstable.offset, unstable.end, unstable.offsetInProgress], [3, 5, 3]);
  });

  test("a gap is an assertion", () => {
    assert.throws(() => holding(5, 1).truncateAndAppend(entriesOf([1], 7)), /gap/);
  });

  test("a snapshot replaces everything, and its own entry keeps its term", () => {
    const unstable = holding(5, 1, 1);
    unstable.restore(snapshot(20, 3));
    assert.deepEqual(
      [unstable.offset, unstable.end, unstable.term(20), unstable.term(5)],
      [21, 21, 3, undefined],
    );
    assert.equal(unstable.nextSnapshot()?.index, 20);
    unstable.accept();
    assert.equal(unstable.nextSnapshot(), undefined, "it is being installed");
    unstable.stableSnapshotTo(19);
    assert.equal(unstable.snapshot?.index, 20, "that was another one");
    unstable.stableSnapshotTo(20);
    assert.equal(unstable.snapshot, undefined);
  });

  test("a second snapshot that arrives while the first is installed is handed out too", () => {
    const unstable = new Unstable(1);
    unstable.restore(snapshot(20, 3));
    unstable.accept();
    unstable.restore(snapshot(30, 3));
    assert.equal(unstable.nextSnapshot()?.index, 30);
    unstable.accept();
    unstable.stableSnapshotTo(20);
    assert.equal(unstable.snapshot?.index, 30);
  });

  test("word of durable entries does not touch a snapshot's own index", () => {
    const unstable = new Unstable(1);
    unstable.restore(snapshot(20, 3));
    unstable.stableTo({ index: 20, term: 3 });
    assert.equal(unstable.offset, 21);
  });

  test("what was handed out is never changed afterwards", () => {
    const unstable = holding(5, 1, 1);
    const handedOut = unstable.nextEntries();
    unstable.accept();
    unstable.truncateAndAppend(entriesOf([2, 2, 2], 5));
    unstable.stableTo({ index: 5, term: 2 });
    assert.equal(indexes(handedOut), "1/5 1/6");
  });
});
