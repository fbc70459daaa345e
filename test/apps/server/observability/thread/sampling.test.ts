import assert from "node:assert/strict";
import { test } from "node:test";
import { SampledTimers } from "#apps/server/observability/thread/sampled-timers.ts";
import { Sampling } from "#apps/server/observability/thread/sampling.ts";
import { Timer } from "#metrics/instruments/timer.ts";

const timedOf = (sampling: Sampling, calls: number): number =>
  Array.from({ length: calls }, () => sampling.next()).filter(Boolean).length;

test("few calls are all timed; of many, one of sixteen beyond the first", () => {
  const sampling = new Sampling();
  assert.equal(timedOf(sampling, 64), 64);
  assert.equal(timedOf(sampling, 1600), 100);
  sampling.renew();
  assert.equal(timedOf(sampling, 10), 10);
});

test("calls that are not timed count, as long as the last one that was", () => {
  const timer = new Timer();
  const timers = new SampledTimers([timer]);
  for (let call = 0; call < 1000; call++) timers.end(timers.begin());
  assert.equal(timer.count, 1000);
  assert.ok(timer.sum >= 0 && Number.isFinite(timer.sum));
  const before = timer.sum;
  timers.end(performance.now() - 50);
  const lastMs = timer.sum - before;
  timers.end(undefined);
  assert.ok(lastMs >= 50 && Math.abs(timer.sum - before - 2 * lastMs) < 1e-6);
});
