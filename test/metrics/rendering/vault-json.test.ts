import assert from "node:assert/strict";
import { test } from "node:test";
import { Meter } from "#metrics/meter.ts";
import { Exposure } from "#metrics/rendering/exposure.ts";
import { vaultJson } from "#metrics/rendering/vault-json.ts";

const EXPOSURE = new Exposure({ prefix: "vault", host: undefined, servesByDefault: true, filters: [] }, "c1");
const AT = Date.UTC(2026, 10, 23, 23, 1, 30);

test("the JSON form has Vault's keys: gauges by value, counters and samples by interval", () => {
  const meter = new Meter();
  meter.gauges(() => [{ name: "core.unsealed", labels: {}, value: 1 }]);
  meter.counter("cache.hit").add(20);
  for (const ms of [2, 4, 6]) meter.timer("core.handle_request").observe(ms);
  meter.timer("core.check_token");
  const shown = JSON.parse(vaultJson(meter.read(), EXPOSURE, AT));
  assert.equal(shown.Timestamp, "2026-11-23 23:01:30 +0000 UTC");
  assert.deepEqual(shown.Points, []);
  assert.deepEqual(shown.Gauges, [{ Name: "vault.core.unsealed", Labels: { cluster: "c1" }, Value: 1 }]);
  const hit = shown.Counters.find(({ Name }: { Name: string }) => Name === "vault.cache.hit");
  assert.deepEqual(hit, {
    Name: "vault.cache.hit",
    Labels: {},
    Count: 20,
    Rate: 2,
    Sum: 20,
    Min: 1,
    Max: 1,
    Mean: 1,
    Stddev: 0,
  });
  assert.deepEqual(shown.Samples, [
    {
      Name: "vault.core.handle_request",
      Labels: {},
      Count: 3,
      Rate: 1.2,
      Sum: 12,
      Min: 2,
      Max: 6,
      Mean: 4,
      Stddev: 2,
    },
  ]);
});
