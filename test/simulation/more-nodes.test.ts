// The short form of `npm run sim` for clusters of five and seven.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runSeeds } from "#test/simulation/run/run-seeds.ts";

const RANGES = [
  { nodes: 5, from: 1001, count: 10 },
  { nodes: 5, from: 1011, count: 10 },
  { nodes: 5, from: 1021, count: 10 },
  { nodes: 7, from: 2001, count: 5 },
  { nodes: 7, from: 2006, count: 5 },
] as const;

describe("larger clusters keep every invariant", () => {
  for (const range of RANGES) {
    test(`${range.nodes} nodes, seeds ${range.from} to ${range.from + range.count - 1}`, async () => {
      const { seeds, elections } = await runSeeds(range);
      assert.equal(seeds, range.count);
      assert.ok(elections > range.count, `${elections} elections`);
    });
  }
});
