import assert from "node:assert/strict";
import { test } from "node:test";
import { Meter } from "#metrics/meter.ts";
import { Exposure, type ExposureOptions } from "#metrics/rendering/exposure.ts";
import { prometheusText } from "#metrics/rendering/prometheus-text.ts";

const PLAIN: ExposureOptions = { prefix: "vault", host: undefined, servesByDefault: true, filters: [] };

async function render(
  fill: (meter: Meter) => void,
  options: Partial<ExposureOptions> = {},
): Promise<string[]> {
  const meter = new Meter();
  fill(meter);
  const exposure = new Exposure({ ...PLAIN, ...options }, "c1");
  const { text } = await prometheusText(meter.read(), exposure, "prometheus");
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("# HELP"));
}

test("Vault's timers are summaries in milliseconds, idle ones without quantiles", async () => {
  const lines = await render((meter) => {
    meter.timer("core.handle_request").observe(500);
    meter.timer("core.check_token");
  });
  assert.deepEqual(lines.slice(0, 6), [
    "# TYPE coffer_metrics_dropped_series_total counter",
    "coffer_metrics_dropped_series_total 0",
    "# TYPE vault_core_check_token summary",
    'vault_core_check_token{quantile="0.5"} NaN',
    'vault_core_check_token{quantile="0.9"} NaN',
    'vault_core_check_token{quantile="0.99"} NaN',
  ]);
  assert.ok(lines.includes("vault_core_handle_request_sum 500"));
  assert.ok(lines.includes("vault_core_handle_request_count 1"));
});

test("Coffer's own timers are in seconds, and its counters end in _total", async () => {
  const lines = await render((meter) => {
    meter.timer("coffer.raft_sync").observe(250);
    meter.counter("coffer.commits", { outcome: "committed" }).add();
  });
  assert.ok(lines.includes("coffer_raft_sync_seconds_sum 0.25"));
  assert.ok(lines.includes('coffer_commits_total{outcome="committed"} 1'));
});

test("a histogram's buckets are cumulative and end with all", async () => {
  const lines = await render((meter) => {
    const histogram = meter.histogram("coffer.mount_request_duration_seconds", { mount_point: "secret/" });
    for (const seconds of [0.0001, 0.002, 99]) histogram.observe(seconds);
  });
  const bucket = (le: string): string =>
    `coffer_mount_request_duration_seconds_bucket{mount_point="secret/",le="${le}"}`;
  assert.ok(lines.includes(`${bucket("0.0005")} 1`));
  assert.ok(lines.includes(`${bucket("5")} 2`));
  assert.ok(lines.includes(`${bucket("+Inf")} 3`));
  assert.ok(lines.includes('coffer_mount_request_duration_seconds_count{mount_point="secret/"} 3'));
});

test("a mount's name in a metric's name loses what the format does not take; in a label it is escaped", async () => {
  const lines = await render((meter) => {
    meter.timer("route.read.team-ä-kv-").observe(1);
    meter.histogram("coffer.mount_request_duration_seconds", { mount_point: 'a"b\\c\nd/' }).observe(1);
  });
  assert.ok(lines.includes("vault_route_read_team___kv__count 1"));
  assert.ok(lines.some((line) => line.includes('mount_point="a\\"b\\\\c\\nd/"')));
});

test("gauges of the cluster carry its name; the host's is a label where the configuration says so", async () => {
  const gauges = (meter: Meter) =>
    meter.gauges(() => [
      { name: "core.unsealed", labels: {}, value: 1 },
      { name: "raft.peers", labels: {}, value: 3 },
    ]);
  assert.ok((await render(gauges)).includes('vault_core_unsealed{cluster="c1"} 1'));
  const withHost = await render(gauges, { host: "node1" });
  assert.ok(withHost.includes('vault_core_unsealed{cluster="c1",host="node1"} 1'));
  assert.ok(withHost.includes('vault_raft_peers{host="node1"} 3'));
});

test("the longest fitting filter decides what is shown; the prefix is the operator's", async () => {
  const fill = (meter: Meter): void => {
    for (const name of ["token.lookup", "token.create", "core.unseal"] as const) meter.timer(name);
  };
  const filters = [
    { prefix: "bank.token", serves: false },
    { prefix: "bank.token.create", serves: true },
  ];
  const names = (await render(fill, { prefix: "bank", filters })).flatMap(
    (line) => line.match(/^\w+_count/) ?? [],
  );
  assert.deepEqual(names, ["bank_core_unseal_count", "bank_token_create_count"]);
  const none = await render(fill, {
    servesByDefault: false,
    filters: [{ prefix: "vault.token.create", serves: true }],
  });
  assert.deepEqual(
    none.filter((line) => line.startsWith("#")),
    ["# TYPE vault_token_create summary"],
  );
});

test("OpenMetrics ends as it must, once, however many families there are", async () => {
  const meter = new Meter();
  for (let mount = 0; mount < 200; mount++) meter.timer(`route.read.m${mount}-`).observe(1);
  const { contentType, text } = await prometheusText(meter.read(), new Exposure(PLAIN, ""), "openmetrics");
  assert.match(contentType, /^application\/openmetrics-text/);
  assert.equal(text.split("# EOF").length, 2);
  assert.ok(text.endsWith("# EOF\n"));
});
