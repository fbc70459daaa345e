import assert from "node:assert/strict";
import { test } from "node:test";
import { ttlBucket } from "#core/telemetry/ttl-bucket.ts";

test("times to live fall into Vault's buckets, bounds included", () => {
  const cases: [number, string][] = [
    [1, "1m"],
    [60, "1m"],
    [61, "10m"],
    [1200, "20m"],
    [3600, "1h"],
    [7201, "1d"],
    [86_400, "1d"],
    [604_800, "7d"],
    [2_592_000, "30d"],
    [2_592_001, "+Inf"],
    [0, "+Inf"],
  ];
  for (const [seconds, bucket] of cases) assert.equal(ttlBucket(seconds), bucket, String(seconds));
});
