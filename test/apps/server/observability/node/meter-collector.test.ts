import assert from "node:assert/strict";
import { test } from "node:test";
import { MeterCollector } from "#apps/server/observability/node/meter-collector.ts";
import type { Reading } from "#metrics/reading.ts";

function reading(total: number): Reading {
  return {
    gauges: [],
    timers: [],
    histograms: [],
    counters: [{ name: "cache.hit", labels: {}, total, inInterval: 0 }],
  };
}

const totals = (readings: readonly Reading[]) => readings.map(({ counters }) => counters[0]?.total);

test("a thread that is late is shown with its former figures, and asked once at a time", async () => {
  let asked = 0;
  let answer = (): Promise<Reading> => Promise.resolve(reading(1));
  const collector = new MeterCollector({ patience: () => new Promise((resolve) => setImmediate(resolve)) });
  collector.add({ name: "quick", read: () => Promise.resolve(reading(10)) });
  collector.add({
    name: "slow",
    read: () => {
      asked++;
      return answer();
    },
  });
  assert.deepEqual(totals((await collector.collect()).readings), [10, 1]);
  const held = Promise.withResolvers<Reading>();
  answer = () => held.promise;
  const late = await collector.collect();
  assert.deepEqual([totals(late.readings), late.lateThreads], [[10, 1], 1]);
  await collector.collect();
  assert.equal(asked, 2, "the question that was not answered was not put again");
  held.resolve(reading(5));
  await new Promise((resolve) => setImmediate(resolve));
  answer = () => Promise.resolve(reading(6));
  assert.deepEqual(totals((await collector.collect()).readings)[1], 6);
  assert.equal(collector.lateReadings, 2);
});

test("a thread that never answered is left out; one that fails keeps its former figures", async () => {
  const collector = new MeterCollector({ patience: () => new Promise((resolve) => setImmediate(resolve)) });
  let fails = false;
  collector.add({ name: "silent", read: () => new Promise(() => {}) });
  collector.add({
    name: "failing",
    read: () => (fails ? Promise.reject(new Error("gone")) : Promise.resolve(reading(3))),
  });
  assert.deepEqual(totals((await collector.collect()).readings), [3]);
  fails = true;
  const { readings, lateThreads } = await collector.collect();
  assert.deepEqual([totals(readings), lateThreads], [[3], 2]);
});

test("scrapes at the same time are one", async () => {
  let asked = 0;
  const collector = new MeterCollector({ patience: () => new Promise(() => {}) });
  collector.add({
    name: "main",
    read: async () => {
      asked++;
      return reading(1);
    },
  });
  await Promise.all([collector.collect(), collector.collect(), collector.collect()]);
  assert.equal(asked, 1);
});
