import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Inflights } from "#raft/core/tracker/inflights.ts";
import { Progress } from "#raft/core/tracker/progress.ts";

function progressAt(match: number, next: number, window = 256): Progress {
  return new Progress({ match, next, learner: false, active: true, inflights: new Inflights(window, 0) });
}

function replicating(match: number, window = 256): Progress {
  const progress = progressAt(match, match + 1, window);
  progress.becomeReplicate();
  return progress;
}

describe("a member's progress", () => {
  test("probing sends one append and waits for its answer", () => {
    const progress = progressAt(1, 5);
    assert.equal(progress.paused, false);
    progress.sentEntries(0, 0);
    assert.equal(progress.paused, false, "an empty append does not count");
    progress.sentEntries(3, 30);
    assert.deepEqual([progress.paused, progress.next], [true, 5]);
    assert.equal(progress.acknowledge(7), true);
    assert.deepEqual([progress.match, progress.next, progress.paused], [7, 8, false]);
  });

  test("replicating streams until the window is full", () => {
    const progress = replicating(1, 2);
    progress.sentEntries(2, 20);
    progress.sentEntries(1, 10);
    assert.deepEqual([progress.next, progress.paused, progress.inflights.bytes], [5, true, 30]);
    progress.inflights.freeThrough(3);
    assert.equal(progress.acknowledge(3), true);
    assert.equal(progress.paused, false);
  });

  test("waiting for a snapshot sends nothing, and an append then is an assertion", () => {
    const progress = progressAt(1, 5);
    progress.becomeSnapshot(20);
    assert.deepEqual([progress.paused, progress.next, progress.pendingSnapshot], [true, 21, 20]);
    assert.throws(() => progress.sentEntries(1, 1), /waits for a snapshot/);
  });

  test("after a snapshot, probing goes on behind it, or behind the acknowledged log if that is further", () => {
    const installed = progressAt(1, 5);
    installed.becomeSnapshot(20);
    installed.becomeProbe();
    assert.deepEqual([installed.state, installed.next, installed.pendingSnapshot], ["probe", 21, 0]);

    const failed = progressAt(1, 5);
    failed.becomeSnapshot(20);
    failed.pendingSnapshot = 0;
    failed.becomeProbe();
    assert.equal(failed.next, 2);
  });

  test("falling back from replicating forgets what was in flight", () => {
    const progress = replicating(3);
    progress.sentEntries(4, 40);
    progress.becomeProbe();
    assert.deepEqual([progress.next, progress.inflights.count, progress.paused], [4, 0, false]);
  });

  test("an acknowledgement that is no news changes nothing", () => {
    const progress = replicating(5);
    assert.equal(progress.acknowledge(4), false);
    assert.equal(progress.acknowledge(5), false);
    assert.deepEqual([progress.match, progress.next], [5, 6]);
  });

  for (const [what, rejected, hint, moved, next] of [
    ["below the acknowledged log is stale", 4, 4, false, 10],
    ["at the acknowledged log is stale", 5, 5, false, 10],
    ["of something in flight goes back to the acknowledged log", 9, 7, true, 6],
  ] as const) {
    test(`while replicating, a refusal ${what}`, () => {
      const progress = replicating(5);
      progress.sentEntries(4, 40);
      assert.equal(progress.refuse(rejected, hint), moved);
      assert.equal(progress.next, next);
    });
  }

  for (const [what, match, next, rejected, hint, moved, then] of [
    ["of another probe is stale", 0, 10, 5, 2, false, 10],
    ["goes to the hint", 0, 10, 9, 4, true, 5],
    ["goes no further up than the refused entry", 0, 10, 9, 30, true, 9],
    ["goes no further down than the acknowledged log", 3, 10, 9, 0, true, 4],
  ] as const) {
    test(`while probing, a refusal ${what}`, () => {
      const progress = progressAt(match, next);
      progress.sentEntries(1, 1);
      assert.equal(progress.refuse(rejected, hint), moved);
      assert.deepEqual([progress.next, progress.paused], [then, !moved]);
    });
  }

  test("telling the commit index is worth it while it can move the member's own", () => {
    const progress = replicating(5);
    progress.sentEntries(3, 3);
    progress.sentCommit(4);
    assert.equal(progress.canBumpCommit(4), false, "it was told");
    assert.equal(progress.canBumpCommit(7), true);
    progress.sentCommit(8);
    assert.equal(progress.canBumpCommit(20), false, "it has nothing beyond 8 that it could commit");
  });

  test("what a refused append said about the commit index is unsaid", () => {
    const progress = replicating(5);
    progress.sentEntries(5, 5);
    progress.sentCommit(10);
    progress.refuse(10, 7);
    progress.becomeProbe();
    progress.acknowledge(9);
    assert.equal(progress.canBumpCommit(10), true);
  });
});
