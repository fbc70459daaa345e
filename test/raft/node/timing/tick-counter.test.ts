import assert from "node:assert/strict";
import { test } from "node:test";
import { TickCounter } from "#raft/node/timing/tick-counter.ts";

test("ticks follow the clock, whatever the moments of asking", () => {
  const counter = new TickCounter(10, 0);
  let ticks = 0;
  for (const nowMs of [4, 9, 13, 27, 28, 30, 51, 60, 61, 99, 100]) {
    const elapsed = counter.advance(nowMs, 12);
    if (elapsed.kind === "ticks") ticks += elapsed.count;
  }
  assert.equal(ticks, 10);
});

test("more than the most at once is a gap, and is not made up for", () => {
  const counter = new TickCounter(10, 0);
  assert.deepEqual(counter.advance(120, 12), { kind: "ticks", count: 12 });
  assert.deepEqual(counter.advance(9999, 12), { kind: "gap" });
  assert.deepEqual(counter.advance(10_009, 12), { kind: "ticks", count: 1 });
});

test("lateness is what comes on top of a tick", () => {
  const counter = new TickCounter(10, 0);
  assert.equal(counter.latenessMs(10), 0);
  assert.equal(counter.latenessMs(35), 25);
});
