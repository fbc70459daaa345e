// Where a node goes on after a start, and what it refuses to go on with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_MEMBERSHIP } from "#raft/core/confchange/membership.ts";
import { encodeNodeMark } from "#storage/replicated/recovery/node-mark.ts";
import { type Found, planRecovery } from "#storage/replicated/recovery/plan-recovery.ts";
import { StateDamageError } from "#storage/replicated/recovery/state-damage-error.ts";

const membership = { ...EMPTY_MEMBERSHIP, voters: [1, 2, 3] };
const markAt = (index: number, isClean = false) => ({
  index,
  term: 2,
  data: encodeNodeMark({ membership, isClean }),
});

/** A log of entries 6 to 20 of term 2, its checkpoint at 10. */
function found(changes: { applied?: { index: number; term: number }; isClean?: boolean } = {}): Found {
  const { applied = { index: 14, term: 2 }, isClean = false } = changes;
  return {
    log: {
      hardState: { term: 3, vote: 1, commit: 12 },
      lastIndex: 20,
      mark: markAt(10, isClean),
      term: (index) => (index >= 5 && index <= 20 ? 2 : undefined),
    },
    applied,
    stateMark: undefined,
  };
}

test("after a crash the state is replayed from the checkpoint, and looked through", () => {
  assert.deepEqual(planRecovery(found()), { kind: "go-on", replayFrom: 10, membership, isVerified: false });
});

test("after a clean stop nothing is replayed", () => {
  const plan = planRecovery(found({ applied: { index: 10, term: 2 }, isClean: true }));
  assert.deepEqual(plan, { kind: "go-on", replayFrom: 10, membership, isVerified: true });
});

test("a state that is behind its checkpoint, ahead of its log, or of another log is refused", () => {
  const refused: [{ index: number; term: number }, RegExp][] = [
    [{ index: 9, term: 2 }, /durable up to 10/],
    [{ index: 21, term: 2 }, /the log ends at 20/],
    [{ index: 14, term: 1 }, /entry 14 of term 1 is another one in the log/],
  ];
  for (const [applied, message] of refused) {
    assert.throws(
      () => planRecovery(found({ applied })),
      (error) => error instanceof StateDamageError && message.test(error.message),
    );
  }
});

test("a snapshot that was installed into the state and not into the log is finished", () => {
  const { log } = found();
  const plan = planRecovery({ log, applied: { index: 40, term: 4 }, stateMark: { ...markAt(40), term: 4 } });
  assert.equal(plan.kind, "finish-install");
  if (plan.kind !== "finish-install") return;
  assert.equal(plan.work.install?.index, 40);
  assert.deepEqual(plan.work.hardState, { term: 4, vote: 0, commit: 40 }, "no vote in the later term");
});

test("where nothing is, nothing goes on", () => {
  const { log } = found();
  const empty = { ...log, lastIndex: 0, mark: undefined };
  assert.deepEqual(planRecovery({ log: empty, applied: { index: 0, term: 0 }, stateMark: undefined }), {
    kind: "empty",
  });
});
