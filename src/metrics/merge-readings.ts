// The readings of all threads as one: what is counted and measured adds up, and so do gauges of the same labels (a
// gauge that belongs to one thread says so in a label).
import { addTallies } from "./instruments/interval-tally.ts";
import type { RecentBuckets } from "./instruments/timer.ts";
import type {
  CounterReading,
  GaugeReading,
  HistogramReading,
  Labels,
  Reading,
  TimerReading,
} from "./reading.ts";
import { seriesKey } from "./series-key.ts";

export function mergeReadings(readings: readonly Reading[]): Reading {
  return {
    gauges: merge(
      readings.map(({ gauges }) => gauges),
      addGauges,
    ),
    counters: merge(
      readings.map(({ counters }) => counters),
      addCounters,
    ),
    timers: merge(
      readings.map(({ timers }) => timers),
      addTimers,
    ),
    histograms: merge(
      readings.map(({ histograms }) => histograms),
      addHistograms,
    ),
  };
}

function merge<T extends { name: string; labels: Labels }>(
  lists: readonly (readonly T[])[],
  add: (a: T, b: T) => T,
): T[] {
  const merged = new Map<string, T>();
  for (const list of lists) {
    for (const series of list) {
      const key = seriesKey(series.name, series.labels);
      const before = merged.get(key);
      merged.set(key, before === undefined ? series : add(before, series));
    }
  }
  return [...merged.values()];
}

function addGauges(a: GaugeReading, b: GaugeReading): GaugeReading {
  return { ...a, value: a.value + b.value };
}

function addCounters(a: CounterReading, b: CounterReading): CounterReading {
  return { ...a, total: a.total + b.total, inInterval: a.inInterval + b.inInterval };
}

function addTimers(a: TimerReading, b: TimerReading): TimerReading {
  return {
    ...a,
    count: a.count + b.count,
    sum: a.sum + b.sum,
    recent: addBuckets(a.recent, b.recent),
    tally: addTallies(a.tally, b.tally),
  };
}

function addHistograms(a: HistogramReading, b: HistogramReading): HistogramReading {
  return { ...a, counts: a.counts.map((count, at) => count + (b.counts[at] ?? 0)), sum: a.sum + b.sum };
}

function addBuckets(a: RecentBuckets, b: RecentBuckets): RecentBuckets {
  if (a.counts.length === 0) return b;
  if (b.counts.length === 0) return a;
  const firstBucket = Math.min(a.firstBucket, b.firstBucket);
  const end = Math.max(a.firstBucket + a.counts.length, b.firstBucket + b.counts.length);
  const counts = new Uint32Array(end - firstBucket);
  for (const { firstBucket: first, counts: more } of [a, b]) {
    more.forEach((count, at) => {
      const place = first - firstBucket + at;
      counts[place] = (counts[place] ?? 0) + count;
    });
  }
  return { firstBucket, counts };
}
