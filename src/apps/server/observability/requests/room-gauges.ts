// Gauges of the rooms: those that each request thread shows of itself, and those that one shows for the node.

import { ROOT_NAMESPACE } from "#base/namespace.ts";
import type { MountFigure } from "#core/telemetry/mount-figures.ts";
import type { UsageFigures } from "#core/telemetry/usage-figures.ts";
import type { GaugeName } from "#metrics/catalogue/gauges.ts";
import type { GaugeReading } from "#metrics/reading.ts";

export function mountGauges(figures: readonly MountFigure[]): GaugeReading[] {
  return figures.flatMap(({ kind, isLocal, entries, bytes }): GaugeReading[] => {
    const labels = { type: kind, local: String(isLocal) };
    return [
      { name: "core.mount_table.num_entries", labels, value: entries },
      { name: "core.mount_table.size", labels, value: bytes },
    ];
  });
}

/** Under the names that Vault has for its queues of leases to revoke: here such work is a durable job. */
export function jobGauges(jobs: number): GaugeReading[] {
  return [
    { name: "expire.job_manager.total_jobs", labels: {}, value: jobs },
    { name: "expire.job_manager.queue_length", labels: { queue_id: "jobs" }, value: jobs },
  ];
}

const NAMESPACE = { namespace: ROOT_NAMESPACE };

export interface UsageGaugesOptions {
  nowMs: number;
  /** Of one name; the largest are shown. */
  maxSeries: number;
  /** `add_lease_metrics_namespace_labels`. */
  labelsLeaseNamespaces: boolean;
}

/** Only where they were counted: another node's 0 would be a lie. */
export function usageGauges(usage: UsageFigures, options: UsageGaugesOptions): GaugeReading[] {
  const { nowMs, maxSeries } = options;
  const ofLease = options.labelsLeaseNamespaces ? NAMESPACE : {};
  const largest = (name: GaugeName, label: string, counts: ReadonlyMap<string, number>): GaugeReading[] =>
    [...counts]
      .sort(([, a], [, b]) => b - a)
      .slice(0, maxSeries)
      .map(([value, count]) => ({ name, labels: { ...NAMESPACE, [label]: value }, value: count }));
  return [
    { name: "token.count", labels: NAMESPACE, value: usage.tokens },
    ...largest("token.count.by_policy", "policy", usage.tokensByPolicy),
    ...largest("token.count.by_auth", "auth_method", usage.tokensByAuth),
    ...largest("token.count.by_ttl", "creation_ttl", usage.tokensByTtl),
    ...largest("secret.kv.count", "mount_point", usage.secretsByMount),
    { name: "expire.num_leases", labels: {}, value: usage.ending },
    ...[...usage.endingByTime].map(
      ([expiring, value]): GaugeReading => ({
        name: "expire.leases.by_expiration",
        labels: { ...ofLease, expiring },
        value,
      }),
    ),
    { name: "identity.num_entities", labels: {}, value: 0 },
    { name: "identity.entity.count", labels: NAMESPACE, value: 0 },
    { name: "coffer.usage_count_age_seconds", labels: {}, value: (nowMs - usage.endedAtMs) / 1000 },
  ];
}
