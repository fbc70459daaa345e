// The short form of `npm run sim`, for clusters of three; larger ones have a file of their own, so that both cores work.
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawPlan } from "#test/simulation/plan/draw-plan.ts";
import { runSeeds } from "#test/simulation/run/run-seeds.ts";
import { simulate } from "#test/simulation/simulate.ts";

test("sixty clusters of three keep every invariant in sixty kinds of trouble", async () => {
  const { seeds, events, elections, clientOperations, missing } = await runSeeds({
    from: 1,
    count: 60,
    nodes: 3,
  });
  assert.equal(seeds, 60);
  assert.ok(
    events > 200_000 && clientOperations > 20_000 && elections > 120,
    `${events} ${clientOperations} ${elections}`,
  );
  assert.ok(
    missing.length < 12,
    `most faults happen even in so few runs; these did not: ${missing.join(", ")}`,
  );
});

test("the same seed is the same run, to the last event; another seed is another run", async () => {
  const hashes = new Set<string>();
  for (const seed of [501, 502, 503]) {
    const first = await simulate(drawPlan(seed, undefined));
    const second = await simulate(drawPlan(seed, undefined), { keepsTrace: true });
    assert.equal(second.hash, first.hash);
    assert.deepEqual(second.events, first.events);
    hashes.add(first.hash);
  }
  assert.equal(hashes.size, 3);
});
