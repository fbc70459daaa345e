// The short form of `npm run kill-loop`.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runKillLoop } from "#test/durability/kill-loop.ts";

test("ten kills among writers lose no acknowledged write and leave nothing half done", async () => {
  const report = await runKillLoop({ rounds: 10, seed: 1 });
  assert.ok(report.acknowledged >= 100, JSON.stringify(report));
});

test("the loop finds what is lost: a data folder that is put back to an earlier state", async () => {
  const earlier = mkdtempSync(join(tmpdir(), "coffer-kill-loop-"));
  const whileDown = (round: number, dataDirectory: string): void => {
    if (round === 1) cpSync(dataDirectory, earlier, { recursive: true });
    else {
      rmSync(dataDirectory, { recursive: true });
      cpSync(earlier, dataDirectory, { recursive: true });
    }
  };
  try {
    await assert.rejects(runKillLoop({ rounds: 2, seed: 2, whileDown }), /round 2 of seed 2: .*acknowledged/);
  } finally {
    rmSync(earlier, { recursive: true });
  }
});
