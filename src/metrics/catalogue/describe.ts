// What is said of a metric beside its values.
import { COUNTERS } from "./counters.ts";
import { CLUSTER_GAUGES, NODE_GAUGES } from "./gauges.ts";
import { HISTOGRAMS } from "./histograms.ts";
import { TIMERS } from "./timers.ts";

const FIXED: ReadonlyMap<string, string> = new Map([
  ...Object.entries<string>(TIMERS),
  ...Object.entries<string>(COUNTERS),
  ...Object.entries<string>(CLUSTER_GAUGES),
  ...Object.entries<string>(NODE_GAUGES),
  ...Object.entries(HISTOGRAMS).map(([name, { help }]): [string, string] => [name, help]),
]);
const WITH_CLUSTER: ReadonlySet<string> = new Set([...Object.keys(CLUSTER_GAUGES), "token.creation"]);

/** All names but those of routes. */
export function describedNames(): readonly string[] {
  return [...FIXED.keys()];
}

export function describe(name: string): string {
  return FIXED.get(name) ?? "Requests of one operation to one mount, until the answer";
}

/** Vault labels some metrics with the cluster's name. */
export function hasClusterLabel(name: string): boolean {
  return WITH_CLUSTER.has(name);
}
