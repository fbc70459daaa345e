import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ChaosCluster } from "#test/raft-core/chaos-cluster.ts";

const seeds = Number(process.env.RAFT_CHAOS_SEEDS ?? 40);
const first = Number(process.env.RAFT_CHAOS_FIRST ?? 1);

describe("a cluster to which everything happens", () => {
  for (const reconfigure of [false, true]) {
    test(`keeps every promise, ${reconfigure ? "while its membership changes" : "with a fixed membership"}`, () => {
      const totals = { elections: 0, commits: 0, reads: 0, crashes: 0, snapshots: 0, changes: 0 };
      for (let seed = first; seed < first + seeds; seed++) {
        const cluster = new ChaosCluster({ seed, steps: 4000, reconfigure });
        try {
          cluster.run();
        } catch (error) {
          throw new Error(`seed ${seed}`, { cause: error });
        }
        for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += cluster.counts[key];
      }
      // A run in which nothing happened proves nothing.
      assert.ok(
        totals.elections > seeds && totals.commits > 20 * seeds && totals.reads > seeds,
        JSON.stringify(totals),
      );
      assert.ok(totals.crashes > seeds && totals.snapshots > 0, JSON.stringify(totals));
      assert.equal(totals.changes > seeds, reconfigure, JSON.stringify(totals));
      if (process.env.RAFT_CHAOS_SEEDS !== undefined) console.log(totals);
    });
  }
});
