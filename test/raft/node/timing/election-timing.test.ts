// Ten times the slowest of network, disk and loop, never below the floor (raft-ha §5.3).
import assert from "node:assert/strict";
import { test } from "node:test";
import { ElectionTiming } from "#raft/node/timing/election-timing.ts";

const FLOOR_MS = 500;
const aTiming = (): ElectionTiming => new ElectionTiming({ floorMs: FLOOR_MS, ceilingMs: 10_000 });

function measure(timing: ElectionTiming, ms: number, nowMs: number): void {
  for (let count = 0; count < 200; count++) timing.measuredSync(ms, nowMs);
}

test("a fast node keeps to the floor", () => {
  const timing = aTiming();
  measure(timing, 2, 0);
  timing.measuredRoundTrip(20, 0);
  timing.measuredLateness(9, 0);
  assert.equal(timing.wishMs(0), FLOOR_MS);
  assert.equal(timing.decide([], 0), false);
  assert.equal(timing.agreedMs, FLOOR_MS);
});

test("it rises at once and falls slowly, to the floor again", () => {
  const timing = aTiming();
  measure(timing, 200, 0);
  assert.equal(timing.decide([], 0), true);
  const risen = timing.agreedMs;
  assert.ok(risen >= 2000 && risen <= 2200, `${risen}`);
  timing.decide([], 61_000);
  assert.ok(timing.agreedMs < risen, "what was measured a minute ago does not count");
  for (let nowMs = 61_000; nowMs < 300_000; nowMs += 250) timing.decide([], nowMs);
  assert.equal(timing.agreedMs, FLOOR_MS);
});

test("one slow follower does not slow everyone down, a slow majority does, and so does the leader itself", () => {
  const timing = aTiming();
  timing.heardWish(2, 4000);
  timing.heardWish(3, 500);
  timing.decide([2, 3], 0);
  assert.equal(timing.agreedMs, FLOOR_MS);
  timing.heardWish(3, 3000);
  timing.decide([2, 3], 1);
  assert.equal(timing.agreedMs, 3000);
});

test("a wish out of bounds, or no number at all, stays within bounds", () => {
  const timing = aTiming();
  timing.follow(1e9);
  assert.equal(timing.agreedMs, 10_000);
  timing.follow(Number.NaN);
  assert.equal(timing.agreedMs, 10_000);
  timing.follow(1);
  assert.equal(timing.agreedMs, FLOOR_MS);
});

test("changes too small to matter restart nobody's timeout", () => {
  const timing = aTiming();
  timing.follow(1000);
  assert.equal(timing.follow(1050), false);
  assert.equal(timing.agreedMs, 1000);
  assert.equal(timing.follow(1200), true);
});
