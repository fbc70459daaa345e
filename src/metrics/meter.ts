// All instruments of one thread. Whoever measures asks for a handle once and keeps it: the same name and labels give
// the same instrument. Series are bounded: labels never hold what a client may choose freely, and where they hold what
// many may create (mounts, policies), what is too much is measured together and counted as dropped.
import type { CounterName } from "./catalogue/counters.ts";
import { HISTOGRAMS, type HistogramName } from "./catalogue/histograms.ts";
import type { TimerName } from "./catalogue/timers.ts";
import { Counter } from "./instruments/counter.ts";
import { Histogram } from "./instruments/histogram.ts";
import { NO_TALLY } from "./instruments/interval-tally.ts";
import { Timer } from "./instruments/timer.ts";
import type { GaugeReading, Labels, Reading } from "./reading.ts";
import { SeriesSet } from "./series-set.ts";

/** Of one name on one thread, as in the configuration's `maximum_gauge_cardinality`. */
const MAX_SERIES = 500;
/** The recent past of which a timer knows quantiles: between one and two of these many intervals. */
const INTERVALS_OF_A_HISTOGRAM = 3;
const NO_LABELS: Labels = {};

export type GaugeSource = () => Iterable<GaugeReading>;

export interface MeterOptions {
  /** Most series of one name. */
  maxSeries?: number;
  /** A gauge or tally could not be worked out: it is left out, everything else is shown. */
  onFailure?: (error: unknown) => void;
}

export class Meter {
  readonly #counters: SeriesSet<CounterName, Counter>;
  readonly #timers: SeriesSet<TimerName, Timer>;
  readonly #histograms: SeriesSet<HistogramName, Histogram>;
  readonly #gaugeSources: GaugeSource[] = [];
  readonly #tallies: (() => void)[] = [];
  readonly #onFailure: (error: unknown) => void;
  #intervals = 0;

  constructor({ maxSeries: maxOfName = MAX_SERIES, onFailure = () => {} }: MeterOptions = {}) {
    this.#onFailure = onFailure;
    const onDropped = (): void => dropped.add();
    this.#counters = new SeriesSet({ maxOfName, onDropped, make: () => new Counter() });
    this.#timers = new SeriesSet({ maxOfName, onDropped, make: () => new Timer() });
    this.#histograms = new SeriesSet({
      maxOfName,
      onDropped,
      make: (name: HistogramName) => new Histogram(HISTOGRAMS[name].bounds),
    });
    const dropped = this.counter("coffer.metrics_dropped_series");
  }

  counter(name: CounterName, labels = NO_LABELS): Counter {
    return this.#counters.of(name, labels);
  }

  timer(name: TimerName, labels = NO_LABELS): Timer {
    return this.#timers.of(name, labels);
  }

  histogram(name: HistogramName, labels = NO_LABELS): Histogram {
    return this.#histograms.of(name, labels);
  }

  /** Gauges that are worked out at each reading. */
  gauges(source: GaugeSource): void {
    this.#gaugeSources.push(source);
  }

  /** Takes counts that others keep over into counters, before each reading. */
  tallies(takeOver: () => void): void {
    this.#tallies.push(takeOver);
  }

  /** An interval has ended: every ten seconds, at the same time on all threads. */
  turn(): void {
    this.#takeOver();
    this.#intervals++;
    const ages = this.#intervals % INTERVALS_OF_A_HISTOGRAM === 0;
    for (const { instrument } of this.#counters) instrument.turn();
    for (const { instrument } of this.#timers) instrument.turn(ages);
  }

  read(): Reading {
    this.#takeOver();
    const isFirst = this.#intervals === 0;
    return {
      gauges: this.#readGauges(),
      counters: Array.from(this.#counters, ({ name, labels, instrument }) => ({
        name,
        labels,
        total: instrument.total,
        inInterval: isFirst ? instrument.sinceInterval : instrument.lastInterval,
      })),
      timers: Array.from(this.#timers, ({ name, labels, instrument }) => ({
        name,
        labels,
        count: instrument.count,
        sum: instrument.sum,
        recent: instrument.recent,
        tally: isFirst ? instrument.tally : (instrument.lastTally ?? NO_TALLY),
      })),
      histograms: Array.from(this.#histograms, ({ name, labels, instrument }) => ({
        name,
        labels,
        counts: instrument.counts.slice(),
        sum: instrument.sum,
      })),
    };
  }

  #takeOver(): void {
    for (const takeOver of this.#tallies) this.#carefully(takeOver);
  }

  #readGauges(): GaugeReading[] {
    const found: GaugeReading[] = [];
    for (const source of this.#gaugeSources) this.#carefully(() => found.push(...source()));
    return found;
  }

  #carefully(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#onFailure(error);
    }
  }
}
