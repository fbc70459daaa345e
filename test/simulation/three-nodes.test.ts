// The short form of `npm run sim`, for clusters of three; larger ones have a file of their own, so that both cores work.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { drawPlan } from "#test/simulation/plan/draw-plan.ts";
import { runSeeds } from "#test/simulation/run/run-seeds.ts";
import type { RunTotals } from "#test/simulation/run/run-totals.ts";
import { simulate } from "#test/simulation/simulate.ts";

const SEEDS_A_TEST = 10;

describe("clusters of three keep every invariant", () => {
  const runs: RunTotals[] = [];
  for (let from = 1; from <= 60; from += SEEDS_A_TEST) {
    test(`seeds ${from} to ${from + SEEDS_A_TEST - 1}`, async () => {
      runs.push(await runSeeds({ from, count: SEEDS_A_TEST, nodes: 3 }));
    });
  }

  test("and that was no calm sea", () => {
    const sum = (of: (run: RunTotals) => number): number => runs.reduce((total, run) => total + of(run), 0);
    assert.equal(
      sum(({ seeds }) => seeds),
      60,
    );
    assert.ok(sum(({ events }) => events) > 200_000);
    assert.ok(sum(({ clientOperations }) => clientOperations) > 20_000);
    assert.ok(sum(({ elections }) => elections) > 120);
    const missing = runs[0]?.missing.filter((kind) => runs.every((run) => run.missing.includes(kind))) ?? [];
    assert.ok(
      missing.length < 12,
      `most faults happen even in so few runs; not these: ${missing.join(", ")}`,
    );
  });
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
