import assert from "node:assert/strict";
import { test } from "node:test";
import { BUCKETS, bucketOf, middleOf } from "#metrics/instruments/log-buckets.ts";
import { quantileOf } from "#metrics/instruments/quantile-of.ts";
import { Timer } from "#metrics/instruments/timer.ts";
import { seededRandom } from "#test/seeded-random.ts";

test("any time between a microsecond and twelve days falls into a bucket whose middle is a sixteenth off at most", () => {
  const random = seededRandom(1);
  for (let round = 0; round < 10_000; round++) {
    const ms = 2 ** ((random.below(1_000_000) / 1e6) * 39 - 10);
    const middle = middleOf(bucketOf(ms));
    assert.ok(Math.abs(middle - ms) / ms <= 1 / 16, `${ms} is taken for ${middle}`);
  }
});

test("what is outside the scale counts in the first or the last bucket", () => {
  for (const ms of [0, -1, 1e-9]) assert.equal(bucketOf(ms), 0);
  for (const ms of [1e300, Number.POSITIVE_INFINITY]) assert.equal(bucketOf(ms), BUCKETS - 1);
});

test("quantiles are those of the sorted observations, a sixteenth off at most", () => {
  const random = seededRandom(2);
  const timer = new Timer();
  const observed = Array.from({ length: 5000 }, () => 10 ** ((random.below(1_000_000) / 1e6) * 4 - 2));
  for (const ms of observed) timer.observe(ms);
  observed.sort((a, b) => a - b);
  for (const quantile of [0.5, 0.9, 0.99]) {
    const exact = observed[Math.ceil(quantile * observed.length) - 1] ?? 0;
    const told = quantileOf(timer.recent, quantile);
    assert.ok(Math.abs(told - exact) / exact <= 1 / 8, `${quantile}: ${told} for ${exact}`);
  }
});

test("an idle timer has a count, a sum, and no quantile", () => {
  const timer = new Timer();
  assert.deepEqual([timer.count, timer.sum], [0, 0]);
  assert.ok(Number.isNaN(quantileOf(timer.recent, 0.5)));
});

test("quantiles forget what is older than two turns; count and sum never do", () => {
  const timer = new Timer();
  timer.observe(1000);
  timer.turn(true);
  timer.observe(1);
  assert.ok(quantileOf(timer.recent, 0.99) > 900, "the turn before still counts");
  timer.turn(true);
  timer.turn(true);
  assert.ok(Number.isNaN(quantileOf(timer.recent, 0.99)));
  assert.deepEqual([timer.count, timer.sum], [2, 1001]);
});

test("a turn's tally has the turn's count, sum, extremes and squares", () => {
  const timer = new Timer();
  timer.observe(7);
  timer.turn(false);
  timer.observe(3);
  timer.observe(5, 2);
  assert.deepEqual(timer.tally, { count: 3, sum: 13, sumOfSquares: 59, min: 3, max: 5 });
  timer.turn(false);
  assert.deepEqual(timer.lastTally, { count: 3, sum: 13, sumOfSquares: 59, min: 3, max: 5 });
  assert.equal(timer.tally.count, 0);
});
