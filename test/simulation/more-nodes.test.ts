// The short form of `npm run sim` for clusters of five and seven.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runSeeds } from "#test/simulation/run/run-seeds.ts";

test("thirty clusters of five keep every invariant", async () => {
  const { seeds, elections } = await runSeeds({ from: 1001, count: 30, nodes: 5 });
  assert.equal(seeds, 30);
  assert.ok(elections > 60, `${elections} elections`);
});

test("ten clusters of seven keep every invariant", async () => {
  const { seeds, elections } = await runSeeds({ from: 2001, count: 10, nodes: 7 });
  assert.equal(seeds, 10);
  assert.ok(elections > 20, `${elections} elections`);
});
