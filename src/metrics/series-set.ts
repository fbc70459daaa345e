// The instruments of one kind, by name and labels.
import type { Labels } from "./reading.ts";
import { seriesKey } from "./series-key.ts";

export interface Series<N extends string, I> {
  readonly name: N;
  readonly labels: Labels;
  readonly instrument: I;
}

export interface SeriesSetOptions<N extends string, I> {
  make(name: N): I;
  /** Most series of one name; what is beyond is measured together. */
  maxOfName: number;
  /** A series was asked for that is not kept. */
  onDropped(): void;
}

/** The value of every label of the series that stands for all that is too much. */
const OTHERS = "(others)";

export class SeriesSet<N extends string, I> {
  readonly #options: SeriesSetOptions<N, I>;
  readonly #series = new Map<string, Series<N, I>>();
  readonly #counts = new Map<N, number>();

  constructor(options: SeriesSetOptions<N, I>) {
    this.#options = options;
  }

  of(name: N, labels: Labels): I {
    const known = this.#series.get(seriesKey(name, labels));
    if (known) return known.instrument;
    const count = this.#counts.get(name) ?? 0;
    if (count < this.#options.maxOfName) return this.#add(name, labels, count);
    this.#options.onDropped();
    const others = Object.fromEntries(Object.keys(labels).map((label) => [label, OTHERS]));
    return this.#series.get(seriesKey(name, others))?.instrument ?? this.#add(name, others, count);
  }

  [Symbol.iterator](): IterableIterator<Series<N, I>> {
    return this.#series.values();
  }

  #add(name: N, labels: Labels, count: number): I {
    const instrument = this.#options.make(name);
    this.#series.set(seriesKey(name, labels), { name, labels, instrument });
    this.#counts.set(name, count + 1);
    return instrument;
  }
}
