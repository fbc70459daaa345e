import assert from "node:assert/strict";
import { test } from "node:test";
import { RateLimiter } from "#client/rate-limiter.ts";

test("a burst passes at once, then requests are spaced", () => {
  const limiter = new RateLimiter({ perSecond: 10, burst: 3 }, 0);
  assert.deepEqual([limiter.take(0), limiter.take(0), limiter.take(0)], [0, 0, 0]);
  assert.equal(limiter.take(0), 100);
  assert.equal(limiter.take(0), 200);
});

test("idle time refills the bucket to the burst and no further", () => {
  const limiter = new RateLimiter({ perSecond: 10, burst: 2 }, 0);
  limiter.take(0);
  limiter.take(0);
  assert.deepEqual([limiter.take(60_000), limiter.take(60_000), limiter.take(60_000)], [0, 0, 100]);
});
