// The JSON form of sys/metrics, as Vault has it: gauges as they are, counters and timers of the last whole interval.
import type { IntervalTally } from "../instruments/interval-tally.ts";
import type { Labels, Reading } from "../reading.ts";
import type { Exposure } from "./exposure.ts";

export const INTERVAL_SECONDS = 10;

interface Point {
  Name: string;
  Labels: Labels;
}

interface Aggregate extends Point {
  Count: number;
  Rate: number;
  Sum: number;
  Min: number;
  Max: number;
  Mean: number;
  Stddev: number;
}

/** @param intervalStartMs wall time */
export function vaultJson(reading: Reading, exposure: Exposure, intervalStartMs: number): string {
  const gauges = reading.gauges.map(({ name, labels, value }) => ({
    ...point(name, labels, exposure),
    Value: value,
  }));
  const counters = reading.counters.map(({ name, labels, inInterval }) => ({
    ...point(name, labels, exposure),
    ...aggregate(onesAdded(inInterval)),
  }));
  const samples = reading.timers
    .filter(({ tally }) => tally.count > 0)
    .map(({ name, labels, tally }) => ({ ...point(name, labels, exposure), ...aggregate(tally) }));
  return JSON.stringify({
    Timestamp: timestamp(intervalStartMs),
    Gauges: shown(gauges),
    Points: [],
    Counters: shown(counters),
    Samples: shown(samples),
  });
}

function point(name: string, labels: Labels, exposure: Exposure): Point {
  return { Name: exposure.nameOf(name) ?? "", Labels: exposure.labelsOf(name, labels) };
}

function shown<P extends Point>(points: readonly P[]): P[] {
  return points
    .filter(({ Name }) => Name !== "")
    .sort((a, b) => (a.Name < b.Name ? -1 : a.Name > b.Name ? 1 : 0));
}

function onesAdded(count: number): IntervalTally {
  const one = count > 0 ? 1 : 0;
  return { count, sum: count, sumOfSquares: count, min: one, max: one };
}

function aggregate({ count, sum, sumOfSquares, min, max }: IntervalTally): Omit<Aggregate, keyof Point> {
  const mean = count === 0 ? 0 : sum / count;
  // Of a sample, as Vault has it; rounding may take a variance of nothing below nothing.
  const variance = count < 2 ? 0 : Math.max(0, (sumOfSquares - sum * mean) / (count - 1));
  return {
    Count: count,
    Rate: sum / INTERVAL_SECONDS,
    Sum: sum,
    Min: min,
    Max: max,
    Mean: mean,
    Stddev: Math.sqrt(variance),
  };
}

/** As Go prints a time in UTC: `2026-11-23 23:01:30 +0000 UTC`. */
function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`;
}
