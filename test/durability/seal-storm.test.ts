// The short form of `npm run seal-storm`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runSealStorm } from "#test/durability/seal-storm.ts";

test("500 seals under write load: no write is lost and every stored record opens", async () => {
  const report = await runSealStorm({ seals: 500, writers: 8 });
  assert.ok(report.acknowledged >= 500 && report.refused > 0, JSON.stringify(report));
});
