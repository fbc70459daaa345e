import assert from "node:assert/strict";
import { test } from "node:test";
import { quantileOf } from "#metrics/instruments/quantile-of.ts";
import { mergeReadings } from "#metrics/merge-readings.ts";
import { Meter } from "#metrics/meter.ts";

test("the same name and labels, in whatever order, are the same instrument", () => {
  const meter = new Meter();
  meter.counter("core.response_status_code", { code: "200", type: "2xx" }).add();
  meter.counter("core.response_status_code", { type: "2xx", code: "200" }).add(2);
  const [series] = meter.read().counters.filter(({ name }) => name === "core.response_status_code");
  assert.equal(series?.total, 3);
});

test("series beyond the limit are measured together, under a label that says so, and counted", () => {
  const meter = new Meter({ maxSeries: 2 });
  for (const mount of ["a/", "b/", "c/", "d/", "a/"]) {
    meter.counter("coffer.mount_requests", { mount_point: mount }).add();
  }
  const { counters } = meter.read();
  const kept = counters.filter(({ name }) => name === "coffer.mount_requests");
  assert.deepEqual(
    kept.map(({ labels, total }) => [labels.mount_point, total]),
    [
      ["a/", 2],
      ["b/", 1],
      ["(others)", 2],
    ],
  );
  assert.equal(counters.find(({ name }) => name === "coffer.metrics_dropped_series")?.total, 2);
});

test("a gauge that can not be worked out hides no other", () => {
  const failures: unknown[] = [];
  const meter = new Meter({ onFailure: (error) => failures.push(error) });
  meter.gauges(() => {
    throw new Error("sealed just now");
  });
  meter.gauges(() => [{ name: "core.locked_users", labels: {}, value: 4 }]);
  assert.deepEqual(meter.read().gauges, [{ name: "core.locked_users", labels: {}, value: 4 }]);
  assert.equal(failures.length, 1);
});

test("counts that others keep are taken over at each reading", () => {
  const meter = new Meter();
  let kept = 5;
  const counter = meter.counter("cache.hit");
  meter.tallies(() => counter.reach(kept));
  const total = () => meter.read().counters.find(({ name }) => name === "cache.hit")?.total;
  assert.equal(total(), 5);
  kept = 9;
  assert.equal(total(), 9);
});

test("before the first whole interval its beginning is shown, afterwards the last whole one", () => {
  const meter = new Meter();
  const counter = meter.counter("cache.hit");
  const shown = () => meter.read().counters.find(({ name }) => name === "cache.hit")?.inInterval;
  counter.add(3);
  assert.equal(shown(), 3);
  meter.turn();
  counter.add(10);
  assert.equal(shown(), 3);
  meter.turn();
  assert.equal(shown(), 10);
});

test("readings of several threads add up; their quantiles are those of all observations", () => {
  const [one, other] = [new Meter(), new Meter()];
  for (let at = 0; at < 90; at++) one.timer("core.handle_request").observe(1);
  for (let at = 0; at < 10; at++) other.timer("core.handle_request").observe(100);
  one.histogram("coffer.commit_duration_seconds").observe(0.002);
  other.histogram("coffer.commit_duration_seconds").observe(100);
  for (const meter of [one, other]) {
    meter.gauges(() => [{ name: "core.in_flight_requests", labels: {}, value: 2 }]);
  }
  other.gauges(() => [{ name: "coffer.heap_bytes", labels: { thread: "request-1" }, value: 7 }]);
  const merged = mergeReadings([one.read(), other.read()]);
  const timer = merged.timers.find(({ name }) => name === "core.handle_request");
  assert.deepEqual([timer?.count, timer?.sum], [100, 1090]);
  assert.ok(timer && quantileOf(timer.recent, 0.5) < 1.1 && quantileOf(timer.recent, 0.99) > 90);
  const [histogram] = merged.histograms;
  assert.equal(
    histogram?.counts.reduce((sum, count) => sum + count, 0),
    2,
  );
  assert.deepEqual(
    merged.gauges.map(({ value }) => value),
    [4, 7],
  );
});

test("a reading survives the way between two threads", () => {
  const meter = new Meter();
  meter.timer("core.handle_request").observe(12);
  meter.histogram("coffer.commit_duration_seconds").observe(1);
  const reading = meter.read();
  assert.deepEqual(structuredClone(reading), reading);
});
