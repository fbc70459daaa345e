// What a scrape is answered: which form it asked for, and the readings of all threads in that form (ecosystem.md §3.1).
import { utf8 } from "#base/bytes.ts";
import type { Clock } from "#base/clock.ts";
import type { Reply } from "#contract/reply.ts";
import type { MetricsWish } from "#core/telemetry/telemetry-desk.ts";
import { mergeReadings } from "#metrics/merge-readings.ts";
import type { Reading } from "#metrics/reading.ts";
import { Exposure, type ExposureOptions } from "#metrics/rendering/exposure.ts";
import { prometheusText, type TextFormat } from "#metrics/rendering/prometheus-text.ts";
import { INTERVAL_SECONDS, vaultJson } from "#metrics/rendering/vault-json.ts";

export interface MetricsAnswerOptions extends ExposureOptions {
  /** `prometheus_retention_time` of 0 turns that format off. */
  readonly isTextEnabled: boolean;
}

/** Media types with which Prometheus has asked over the years. Vault answers all of them in its first text format. */
const TEXT_ACCEPTED = ["application/openmetrics-text", "prometheus/telemetry"];
const INTERVAL_MS = INTERVAL_SECONDS * 1000;

/** Undefined: Vault's JSON. */
function textFormatOf({ format, accept = "" }: MetricsWish): TextFormat | "unknown" | undefined {
  if (format === "prometheus" || format === "openmetrics") return format;
  if (format !== undefined && format !== "") return "unknown";
  return TEXT_ACCEPTED.some((type) => accept.startsWith(type)) ? "prometheus" : undefined;
}

export interface Scrape {
  readonly wish: MetricsWish;
  readonly cluster: string;
  readonly readings: readonly Reading[];
}

/** What is wrong with the wish, before anybody is asked for it. */
export function refusalOf(wish: MetricsWish, options: MetricsAnswerOptions): Reply | undefined {
  const format = textFormatOf(wish);
  if (format === "unknown")
    return plainRefusal(`metric response format ${JSON.stringify(wish.format)} unknown`);
  return format !== undefined && !options.isTextEnabled
    ? plainRefusal("prometheus is not enabled")
    : undefined;
}

export async function metricsAnswer(
  scrape: Scrape,
  options: MetricsAnswerOptions,
  clock: Clock,
): Promise<Reply> {
  const format = textFormatOf(scrape.wish);
  const reading = mergeReadings(scrape.readings);
  const exposure = new Exposure(options, scrape.cluster);
  if (format === "prometheus" || format === "openmetrics") {
    const { contentType, text } = await prometheusText(reading, exposure, format);
    return { raw: { contentType, body: utf8(text) } };
  }
  const body = utf8(vaultJson(reading, exposure, intervalStartMs(clock)));
  return { raw: { contentType: "application/json", body } };
}

/** Wall time at which the last whole interval began. Intervals are counted on the monotonic clock. */
function intervalStartMs(clock: Clock): number {
  const sinceMs = clock.monotonicMs() % INTERVAL_MS;
  return clock.wallMs() - sinceMs - INTERVAL_MS;
}

function plainRefusal(text: string): Reply {
  return { status: 400, raw: { contentType: "text/plain", body: utf8(text) } };
}
