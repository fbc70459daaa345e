// The short form of `npm run crash-matrix`, and the proof that it would find what it looks for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CrashCounts, CrashViolation, runCrashMatrix } from "#test/crash-matrix/crash-matrix.ts";
import { recordLife } from "#test/crash-matrix/log-workload.ts";
import { LyingDisk } from "#test/simulated-disk/lying-disk.ts";

test("ten random workloads open as they must after every crash", () => {
  const total: CrashCounts = {
    operations: 0,
    images: 0,
    recoveryImages: 0,
    kills: 0,
    rolls: 0,
    entries: 0,
    flips: 0,
  };
  for (let seed = 1001; seed <= 1010; seed++) {
    const counts = runCrashMatrix({ seed, steps: 14, subsets: 4 });
    for (const key of Object.keys(total) as (keyof CrashCounts)[]) total[key] += counts[key];
  }
  assert.ok(total.images > 4000 && total.recoveryImages > 2000 && total.kills > 500, JSON.stringify(total));
  assert.ok(total.rolls >= 10 && total.entries > 200, JSON.stringify(total));
});

for (const lie of ["no-file-sync", "no-directory-sync"] as const) {
  test(`on a disk with ${lie} the matrix finds what is lost`, () => {
    const wrap = (disk: ConstructorParameters<typeof LyingDisk>[0]): LyingDisk => new LyingDisk(disk, lie);
    assert.throws(() => runCrashMatrix({ seed: 1, steps: 14, subsets: 4, wrap }), CrashViolation);
  });
}

test("the same seed lives the same life, operation for operation", () => {
  assert.deepEqual(recordLife({ seed: 77, steps: 20 }), recordLife({ seed: 77, steps: 20 }));
});
