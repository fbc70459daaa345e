// Prometheus' text format and OpenMetrics, written by prom-client. Vault's timers are summaries in milliseconds;
// Coffer's own follow the conventions: seconds, and counters that end in `_total`.
import type { OpenMetricsContentType, PrometheusContentType } from "prom-client";
import { describe } from "../catalogue/describe.ts";
import { HISTOGRAMS } from "../catalogue/histograms.ts";
import { quantileOf } from "../instruments/quantile-of.ts";
import type { HistogramReading, Labels, Reading, TimerReading } from "../reading.ts";
import { type Exposure, isOwn } from "./exposure.ts";

export type TextFormat = "prometheus" | "openmetrics";

export interface RenderedText {
  readonly contentType: string;
  readonly text: string;
}

interface Sample {
  labels: Record<string, string>;
  value: number;
  metricName?: string;
}

/** In the shape in which prom-client keeps its own metrics. */
interface Family {
  name: string;
  help: string;
  type: "gauge" | "counter" | "summary" | "histogram";
  values: Sample[];
  get(): Promise<Family>;
}

const QUANTILES = [0.5, 0.9, 0.99];
const MS_PER_SECOND = 1000;

/** Families that are written between two turns of the loop: other requests are not to wait for a long page. */
const FAMILIES_OF_A_TURN = 64;
const END = "# EOF\n";

export async function prometheusText(
  reading: Reading,
  exposure: Exposure,
  format: TextFormat,
): Promise<RenderedText> {
  const families = familiesOf(reading, exposure);
  // Loaded by those threads that answer scrapes, at the first one: it takes longer than everything else here.
  const { Registry } = await import("prom-client");
  const contentType =
    format === "openmetrics" ? Registry.OPENMETRICS_CONTENT_TYPE : Registry.PROMETHEUS_CONTENT_TYPE;
  let text = "";
  for (let from = 0; from < families.length; from += FAMILIES_OF_A_TURN) {
    const registry = new Registry<PrometheusContentType | OpenMetricsContentType>();
    registry.setContentType(contentType);
    for (const family of families.slice(from, from + FAMILIES_OF_A_TURN))
      registry.registerMetric(family as never);
    text += (await registry.metrics()).replace(END, "");
    await new Promise((resolve) => setImmediate(resolve));
  }
  // prom-client writes "Nan"; the formats know "NaN".
  return { contentType, text: text.replace(/ Nan$/gm, " NaN") + (format === "openmetrics" ? END : "") };
}

function familiesOf(reading: Reading, exposure: Exposure): Family[] {
  const families = new Families(exposure);
  for (const { name, labels, value } of reading.gauges) families.add("gauge", name, [{ labels, value }]);
  for (const { name, labels, total } of reading.counters) {
    families.add("counter", name, [{ labels, value: total }]);
  }
  for (const timer of reading.timers) families.add("summary", timer.name, summaryOf(timer));
  for (const histogram of reading.histograms) families.add("histogram", histogram.name, bucketsOf(histogram));
  return families.sorted();
}

interface Line {
  labels: Labels;
  value: number;
  suffix?: "_sum" | "_count" | "_bucket";
  /** The label that the format itself asks for. */
  place?: { quantile: string } | { le: string };
}

class Families {
  readonly #exposure: Exposure;
  readonly #families = new Map<string, Family>();

  constructor(exposure: Exposure) {
    this.#exposure = exposure;
  }

  add(type: Family["type"], name: string, lines: readonly Line[]): void {
    const dotted = this.#exposure.nameOf(name);
    if (dotted === undefined) return;
    const textName = textNameOf(dotted, type);
    const family = this.#families.get(textName) ?? this.#begin(textName, name, type);
    for (const { labels, value, suffix, place } of lines) {
      family.values.push({
        labels: { ...this.#exposure.labelsOf(name, labels), ...place },
        value,
        ...(suffix !== undefined && { metricName: textName + suffix }),
      });
    }
  }

  sorted(): Family[] {
    return [...this.#families.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #begin(textName: string, name: string, type: Family["type"]): Family {
    const family: Family = {
      name: textName,
      help: describe(name),
      type,
      values: [],
      get: () => Promise.resolve(family),
    };
    this.#families.set(textName, family);
    return family;
  }
}

/** Whatever the format does not take becomes an underscore. */
function textNameOf(dotted: string, type: Family["type"]): string {
  const name = dotted.replace(/[^a-zA-Z0-9_:]/g, "_");
  if (!isOwn(dotted)) return name;
  if (type === "counter") return `${name}_total`;
  return type === "summary" ? `${name}_seconds` : name;
}

function summaryOf({ name, labels, recent, count, sum }: TimerReading): Line[] {
  const unit = isOwn(name) ? MS_PER_SECOND : 1;
  return [
    ...QUANTILES.map((quantile) => ({
      labels,
      value: quantileOf(recent, quantile) / unit,
      place: { quantile: String(quantile) },
    })),
    { labels, value: sum / unit, suffix: "_sum" as const },
    { labels, value: count, suffix: "_count" as const },
  ];
}

function bucketsOf({ name, labels, counts, sum }: HistogramReading): Line[] {
  const bounds: readonly number[] = HISTOGRAMS[name].bounds;
  let cumulative = 0;
  const lines: Line[] = Array.from(counts, (count, at) => {
    cumulative += count;
    return { labels, value: cumulative, suffix: "_bucket", place: { le: String(bounds[at] ?? "+Inf") } };
  });
  return [...lines, { labels, value: sum, suffix: "_sum" }, { labels, value: cumulative, suffix: "_count" }];
}
