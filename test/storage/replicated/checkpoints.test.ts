import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_MEMBERSHIP } from "#raft/core/confchange/membership.ts";
import { Checkpoints, DEFAULT_CHECKPOINT_LIMITS } from "#storage/replicated/state/checkpoints.ts";
import { SlowLog } from "#test/raft-node/slow-log.ts";

/** A node at entry 2 of two; `position` may be moved. */
function aNode() {
  const log = new SlowLog();
  const data = new Uint8Array(4);
  log.hold(
    [1, 2].map((index) => ({ index, term: 1, kind: "data", data })),
    { term: 1, vote: 1, commit: 2 },
  );
  const position = { index: 2, membership: EMPTY_MEMBERSHIP };
  const flushes: (() => void)[] = [];
  const checkpoints = new Checkpoints(
    {
      log,
      port: { flush: (done) => flushes.push(done) },
      limits: DEFAULT_CHECKPOINT_LIMITS,
      position: () => position,
      needs: () => ({ transfer: Number.MAX_SAFE_INTEGER, slowest: Number.MAX_SAFE_INTEGER }),
    },
    0,
  );
  return { log, position, checkpoints, flush: () => flushes.shift()?.() };
}

test("the log says that the state is durable only after it is", () => {
  const { log, checkpoints, flush } = aNode();
  let isDone = false;
  checkpoints.begin(1, () => {
    isDone = true;
  });
  assert.equal(log.waiting, 0);
  flush();
  assert.equal(log.waiting, 1);
  assert.equal(isDone, false);
  log.settle();
  assert.equal(isDone, true);
});

test("all who wait come to their turn, also behind one that finds nothing to note", () => {
  const { log, position, checkpoints, flush } = aNode();
  const done: string[] = [];
  checkpoints.begin(1, () => done.push("first"));
  checkpoints.begin(2, () => done.push("behind a snapshot"));
  checkpoints.begin(3, () => done.push("the stop"), true);
  flush();
  // A snapshot has replaced the state, and has not reached the log: nobody knows the term of its entry there.
  position.index = 40;
  log.settle();
  assert.deepEqual(done, ["first", "behind a snapshot", "the stop"]);
});
