// telemetry: what sys/metrics serves and how its series are named. Metrics are pulled; nothing is pushed anywhere.
import type { HclValue } from "#base/hcl/ast.ts";
import { toTexts, unfit } from "#base/hcl/convert.ts";
import { toDurationMs } from "./reading/convert-value.ts";
import { ignored, refused, type StanzaShape, used } from "./reading/key-table.ts";
import type { Stanza } from "./reading/stanza.ts";

export interface TelemetryOptions {
  /** 0 turns the Prometheus format off. */
  readonly prometheusRetentionMs: number;
  readonly labelsHost: boolean;
  readonly prefix: string;
  /** `undefined`: usage gauges are off. */
  readonly usageGaugePeriodMs: number | undefined;
  readonly maximumGaugeCardinality: number;
  readonly leaseMetricsEpsilonMs: number;
  readonly leaseMetricsBuckets: number;
  readonly labelsLeaseNamespaces: boolean;
  /** Whether a metric that no filter names is served. */
  readonly servesByDefault: boolean;
  readonly filters: readonly MetricFilter[];
}

export interface MetricFilter {
  readonly prefix: string;
  readonly serves: boolean;
}

const PULLED = "metrics are pulled from sys/metrics, not pushed";
const UNUSED = "there is no such metric";

export const TELEMETRY = {
  title: "telemetry",
  says: "What sys/metrics serves.",
  keys: {
    prometheus_retention_time: used("0 turns the Prometheus format off. Series never vanish.", {
      standard: '"24h"',
    }),
    disable_hostname: ignored("no metric's name holds the host's name; enable_hostname_label adds a label"),
    enable_hostname_label: used("Add the host's name as a label.", { standard: "false" }),
    metrics_prefix: used("First part of every metric's name.", { standard: '"vault"' }),
    usage_gauge_period: used('How often costly usage gauges are counted; "none" turns them off.', {
      standard: '"10m"',
    }),
    maximum_gauge_cardinality: used("Most series of one usage gauge.", { standard: "500" }),
    lease_metrics_epsilon: used("Width of a bucket of expiring leases.", { standard: '"1h"' }),
    num_lease_metrics_buckets: used("Number of such buckets.", { standard: "168" }),
    add_lease_metrics_namespace_labels: used("Label them with their namespace.", { standard: "false" }),
    filter_default: used("Serve metrics that no prefix_filter names.", { standard: "true" }),
    prefix_filter: used('Prefixes to serve ("+vault.token") or not ("-vault.expire").'),
    statsd_address: ignored(PULLED),
    statsite_address: ignored(PULLED),
    dogstatsd_addr: ignored(PULLED),
    dogstatsd_tags: ignored(PULLED),
    circonus_api_token: ignored(PULLED, { secret: true }),
    circonus_api_app: ignored(PULLED),
    circonus_api_url: ignored(PULLED),
    circonus_submission_interval: ignored(PULLED),
    circonus_submission_url: ignored(PULLED, { secret: true }),
    circonus_check_id: ignored(PULLED),
    circonus_check_force_metric_activation: ignored(PULLED),
    circonus_check_instance_id: ignored(PULLED),
    circonus_check_search_tag: ignored(PULLED),
    circonus_check_tags: ignored(PULLED),
    circonus_check_display_name: ignored(PULLED),
    circonus_broker_id: ignored(PULLED),
    circonus_broker_select_tag: ignored(PULLED),
    stackdriver_project_id: ignored(PULLED),
    stackdriver_location: ignored(PULLED),
    stackdriver_namespace: ignored(PULLED),
    stackdriver_debug_logs: ignored(PULLED),
    add_mount_point_rollback_metrics: ignored(UNUSED),
    rollback_metrics_include_mount_point: ignored(UNUSED),
    disable_per_mount_metrics: refused(
      "metrics by mount are part of every dashboard; filter them with prefix_filter",
    ),
  },
} satisfies StanzaShape;

type TelemetryKey = keyof (typeof TELEMETRY)["keys"];

const LONGEST_MS = 366 * 86_400_000;

export function readTelemetry(root: Stanza<"telemetry">): TelemetryOptions {
  const position = root.place.object.position;
  const block = root.block("telemetry") ?? {
    labels: [],
    object: { kind: "object", items: [], position },
    position,
  };
  return root.child(TELEMETRY, { block, name: "telemetry", field: "telemetry" }, readOptions);
}

function readOptions(stanza: Stanza<TelemetryKey>): TelemetryOptions {
  return {
    prometheusRetentionMs: stanza.durationMs("prometheus_retention_time", { max: LONGEST_MS }) ?? 86_400_000,
    labelsHost: stanza.flag("enable_hostname_label") ?? false,
    prefix: readPrefix(stanza),
    usageGaugePeriodMs: readUsageGaugePeriod(stanza),
    maximumGaugeCardinality: stanza.integer("maximum_gauge_cardinality", { min: 0, max: 100_000 }) ?? 500,
    leaseMetricsEpsilonMs:
      stanza.durationMs("lease_metrics_epsilon", { min: 1000, max: LONGEST_MS }) ?? 3_600_000,
    leaseMetricsBuckets: stanza.integer("num_lease_metrics_buckets", { min: 1, max: 10_000 }) ?? 168,
    labelsLeaseNamespaces: stanza.flag("add_lease_metrics_namespace_labels") ?? false,
    servesByDefault: stanza.flag("filter_default") ?? true,
    filters: (stanza.value("prefix_filter", toFilterTexts) ?? []).map((text) => ({
      prefix: text.slice(1),
      serves: text.startsWith("+"),
    })),
  };
}

function readPrefix(stanza: Stanza<TelemetryKey>): string {
  const prefix = stanza.word("metrics_prefix") ?? "vault";
  if (!/^[A-Za-z_][\w.-]{0,63}$/.test(prefix)) stanza.error("metrics_prefix", "must be a word such as vault");
  return prefix;
}

function readUsageGaugePeriod(stanza: Stanza<TelemetryKey>): number | undefined {
  const periodMs = stanza.value("usage_gauge_period", (value) =>
    value.kind === "string" && value.value.toLowerCase() === "none" ? 0 : toDurationMs(value),
  );
  return periodMs === 0 ? undefined : (periodMs ?? 600_000);
}

function toFilterTexts(value: HclValue): readonly string[] {
  return toTexts(value).map((text) => {
    if (!/^[+-]./.test(text))
      throw unfit(value, 'must hold prefixes such as "+vault.token" or "-vault.expire"');
    return text;
  });
}
