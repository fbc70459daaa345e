// Reads Prometheus' text format as a scraper does, for tests that look at what a node shows.

export interface Sample {
  /** As written, with `_sum`, `_count` or `_bucket`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly type: string;
  readonly samples: readonly Sample[];
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)",?/gy;
const SUFFIX = /_(sum|count|bucket)$/;

export class Exposition {
  readonly #families = new Map<string, { type: string; samples: Sample[] }>();

  /** @throws Error naming the line that is no exposition */
  constructor(text: string) {
    for (const line of text.split("\n")) this.#take(line);
  }

  get names(): string[] {
    return [...this.#families.keys()];
  }

  family(name: string): Family | undefined {
    return this.#families.get(name);
  }

  /** The only sample of this name whose labels include these. @throws Error when it is not one */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const found = this.#samples(name).filter((sample) =>
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    );
    const [sample] = found;
    if (!sample || found.length > 1)
      throw new Error(`${found.length} samples of ${name} ${JSON.stringify(labels)}`);
    return sample.value;
  }

  #samples(name: string): Sample[] {
    const family = this.#families.get(name) ?? this.#families.get(name.replace(SUFFIX, ""));
    return family?.samples.filter((sample) => sample.name === name) ?? [];
  }

  #take(line: string): void {
    if (line === "" || line.startsWith("# HELP ")) return;
    const type = /^# TYPE (\S+) (\S+)$/.exec(line);
    if (type) {
      if (this.#families.has(type[1] ?? "")) throw new Error(`a second time: ${line}`);
      this.#families.set(type[1] ?? "", { type: type[2] ?? "", samples: [] });
      return;
    }
    const [, name = "", labels = "", value = ""] = LINE.exec(line) ?? [];
    const family = this.#families.get(name) ?? this.#families.get(name.replace(SUFFIX, ""));
    if (name === "" || !family) throw new Error(`not in the format: ${line}`);
    family.samples.push({ name, labels: labelsOf(labels), value: numberOf(value) });
  }
}

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(LABEL)].map(([, name, value]) => [name, value]);
  return Object.fromEntries(pairs);
}

function numberOf(text: string): number {
  if (text === "+Inf") return Number.POSITIVE_INFINITY;
  const value = Number(text);
  if (Number.isNaN(value) && text !== "NaN") throw new Error(`not a number: ${text}`);
  return value;
}
