// What a thread's meter shows at one moment, as plain data: it travels to the thread that answers a scrape.
import type { CounterName } from "./catalogue/counters.ts";
import type { GaugeName } from "./catalogue/gauges.ts";
import type { HistogramName } from "./catalogue/histograms.ts";
import type { TimerName } from "./catalogue/timers.ts";
import type { IntervalTally } from "./instruments/interval-tally.ts";
import type { RecentBuckets } from "./instruments/timer.ts";

export type Labels = Readonly<Record<string, string>>;

export interface GaugeReading {
  readonly name: GaugeName;
  readonly labels: Labels;
  readonly value: number;
}

export interface CounterReading {
  readonly name: CounterName;
  readonly labels: Labels;
  readonly total: number;
  /** Added in the last whole interval. */
  readonly inInterval: number;
}

export interface TimerReading {
  readonly name: TimerName;
  readonly labels: Labels;
  readonly count: number;
  readonly sum: number;
  readonly recent: RecentBuckets;
  /** Of the last whole interval. */
  readonly tally: IntervalTally;
}

export interface HistogramReading {
  readonly name: HistogramName;
  readonly labels: Labels;
  readonly counts: Float64Array;
  readonly sum: number;
}

export interface Reading {
  readonly gauges: readonly GaugeReading[];
  readonly counters: readonly CounterReading[];
  readonly timers: readonly TimerReading[];
  readonly histograms: readonly HistogramReading[];
}
