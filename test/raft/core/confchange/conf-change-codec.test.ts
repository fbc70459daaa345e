import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EMPTY_BYTES } from "#base/bytes.ts";
import type { ConfChange } from "#raft/core/confchange/conf-change.ts";
import { decodeConfChange, encodeConfChange } from "#raft/core/confchange/conf-change-codec.ts";
import { seededRandom } from "#test/seeded-random.ts";

const TRANSITIONS = ["auto", "joint-implicit", "joint-explicit"] as const;
const ACTIONS = ["add-voter", "add-learner", "remove", "update"] as const;

function draw({ below, bytes }: ReturnType<typeof seededRandom>): ConfChange {
  const nodeId = () => below(2) * (below(2 ** 21) * 2 ** 32 + below(2 ** 31)) + below(3);
  return {
    transition: TRANSITIONS[below(3)] ?? "auto",
    steps: Array.from({ length: below(8) }, () => ({
      action: ACTIONS[below(4)] ?? "update",
      nodeId: nodeId(),
    })),
    context: bytes(below(300)),
  };
}

describe("configuration changes as entry data", () => {
  test("survive encoding", () => {
    const random = seededRandom(5);
    for (let round = 0; round < 2000; round++) {
      const change = draw(random);
      assert.deepEqual(decodeConfChange(encodeConfChange(change)), change);
    }
  });

  test("the one that leaves a joint configuration takes no bytes", () => {
    const leave: ConfChange = { transition: "auto", steps: [], context: EMPTY_BYTES };
    assert.equal(encodeConfChange(leave).length, 0);
    assert.deepEqual(decodeConfChange(EMPTY_BYTES), leave);
  });

  test("bytes that are none, or not entirely, are refused", () => {
    const random = seededRandom(6);
    for (let round = 0; round < 2000; round++) {
      // Anything may come out, but nothing may be thrown, and what comes out must be encodable.
      const decoded = decodeConfChange(random.bytes(random.below(24)));
      if (decoded !== undefined) encodeConfChange(decoded);
    }
    const whole = encodeConfChange({
      transition: "auto",
      steps: [{ action: "remove", nodeId: 300 }],
      context: EMPTY_BYTES,
    });
    assert.equal(decodeConfChange(whole.subarray(0, whole.length - 1)), undefined, "cut short");
    assert.equal(decodeConfChange(Uint8Array.of(0x08, 3)), undefined, "unknown transition");
    assert.equal(decodeConfChange(Uint8Array.of(0x12, 2, 0x08, 4)), undefined, "unknown action");
    assert.equal(decodeConfChange(Uint8Array.of(0x20, 1)), undefined, "unknown field");
    const beyond = [0x12, 9, 0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    assert.equal(decodeConfChange(Uint8Array.from(beyond)), undefined, "an id beyond 2^53");
    const steps = Array.from({ length: 65 }, () => [0x12, 2, 0x10, 1]).flat();
    assert.equal(decodeConfChange(Uint8Array.from(steps)), undefined, "too many steps");
  });
});
