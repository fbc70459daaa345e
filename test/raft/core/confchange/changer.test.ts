import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EMPTY_BYTES } from "#base/bytes.ts";
import {
  applyChange,
  brokenInvariant,
  type ChangeOutcome,
  enterJoint,
  leaveJoint,
  simpleChange,
} from "#raft/core/confchange/changer.ts";
import type { ConfChangeStep } from "#raft/core/confchange/conf-change.ts";
import { EMPTY_MEMBERSHIP, type Membership } from "#raft/core/confchange/membership.ts";
import { Tracker } from "#raft/core/tracker/tracker.ts";
import { seededRandom } from "#test/seeded-random.ts";

const ACTIONS = ["add-voter", "add-learner", "remove", "update"] as const;

function drawSteps(below: (limit: number) => number): ConfChangeStep[] {
  return Array.from({ length: 1 + below(6) }, () => {
    // Node 1 stays a voter, so that there is always one.
    return { action: ACTIONS[below(ACTIONS.length)] ?? "update", nodeId: 2 + below(7) };
  });
}

function membershipOf(outcome: ChangeOutcome): Membership {
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.refusal);
  return outcome.membership;
}

function voters(...ids: number[]): Membership {
  return { ...EMPTY_MEMBERSHIP, voters: ids };
}

describe("membership changes", () => {
  test("through a joint configuration end where the same steps one by one end", () => {
    const { below } = seededRandom(1);
    for (let round = 0; round < 3000; round++) {
      const start = drawSteps(below).reduce(
        (now, step) => membershipOf(simpleChange(now, [step])),
        voters(1),
      );
      const steps = drawSteps(below);
      const oneByOne = steps.reduce((now, step) => membershipOf(simpleChange(now, [step])), start);
      for (const autoLeave of [false, true]) {
        const joint = membershipOf(enterJoint(start, autoLeave, steps));
        assert.deepEqual(joint.votersOutgoing, start.voters);
        assert.equal(joint.autoLeave, autoLeave);
        assert.deepEqual(membershipOf(leaveJoint(joint)), oneByOne);
      }
    }
  });

  test("never break an invariant, and a tracker restored from the result says the same", () => {
    const { below } = seededRandom(2);
    let now = voters(1);
    for (let round = 0; round < 5000; round++) {
      const outcome = below(3) === 0 ? leaveJoint(now) : enterJoint(now, below(2) === 0, drawSteps(below));
      if (!outcome.ok) continue;
      now = outcome.membership;
      assert.equal(brokenInvariant(now), undefined);
      const tracker = new Tracker({ maxInflightMessages: 1, maxInflightBytes: 0 });
      tracker.restore(now, 10);
      assert.deepEqual(tracker.membership, now);
      const learners = tracker.members.filter((id) => tracker.progressOf(id)?.learner);
      assert.deepEqual(learners, now.learners);
    }
  });

  test("a simple change never leaves two majorities that do not overlap", () => {
    const { below } = seededRandom(3);
    for (let round = 0; round < 3000; round++) {
      const before = drawSteps(below).reduce(
        (now, step) => membershipOf(simpleChange(now, [step])),
        voters(1),
      );
      const outcome = simpleChange(before, drawSteps(below));
      if (!outcome.ok) continue;
      const after = outcome.membership.voters;
      const shared = before.voters.filter((id) => after.includes(id)).length;
      const needed = Math.floor(before.voters.length / 2) + 1 + Math.floor(after.length / 2) + 1;
      const total = before.voters.length + after.length - shared;
      assert.ok(needed > total, `${before.voters} and ${after}`);
    }
  });

  test("a member removed and added back within one change starts afresh", () => {
    const start: Membership = { ...voters(1, 2), learners: [3] };
    const outcome = enterJoint(start, true, [
      { action: "remove", nodeId: 3 },
      { action: "add-learner", nodeId: 3 },
    ]);
    assert.ok(outcome.ok);
    assert.deepEqual([...outcome.kept], [1, 2]);
    assert.deepEqual(outcome.membership.learners, [3]);
  });

  test("refusals say why", () => {
    const change = { transition: "auto", steps: [], context: EMPTY_BYTES } as const;
    assert.deepEqual(applyChange(voters(1), change), {
      ok: false,
      refusal: "can't leave a non-joint config",
    });
    const removal = [{ action: "remove", nodeId: 1 }] as const;
    assert.deepEqual(applyChange(voters(1), { ...change, steps: removal }), {
      ok: false,
      refusal: "removed all voters",
    });
  });

  test("a stored membership that cannot stand is an assertion", () => {
    const tracker = new Tracker({ maxInflightMessages: 1, maxInflightBytes: 0 });
    const both: Membership = { ...voters(1, 2), learners: [2] };
    assert.throws(() => tracker.restore(both, 1), /2 is both learner and voter/);
    const dangling: Membership = { ...voters(1), autoLeave: true };
    assert.throws(() => tracker.restore(dangling, 1), /nothing to leave/);
  });
});
