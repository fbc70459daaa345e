// What the leader does for telemetry, on its first request thread: counts what is stored, and notes the version it runs.

import { LeaderDuty } from "#core/jobs/leader-duty.ts";
import type { MountEntry } from "#core/mount-entry.ts";
import { UsageCount } from "#core/telemetry/usage-count.ts";
import type { UsageFigures } from "#core/telemetry/usage-figures.ts";
import { noteVersion } from "#core/telemetry/version-history.ts";
import { valueKey } from "#engines/kv/v1/value-record.ts";
import { keyPlace } from "#engines/kv/v2/stored-keys.ts";
import type { Meter } from "#metrics/meter.ts";
import type { RequestThreadData } from "../../main/node-data.ts";
import type { Foundation } from "../../request/foundation.ts";

const RETRY_MS = 5000;

export class TelemetryDuty {
  readonly #foundation: Foundation;
  readonly #data: RequestThreadData;
  readonly #count: UsageCount | undefined;
  readonly #counting: LeaderDuty;
  readonly #noting: LeaderDuty;

  constructor(foundation: Foundation, data: RequestThreadData, meter: Meter) {
    this.#foundation = foundation;
    this.#data = data;
    this.#count = this.#makeCount(meter);
    this.#counting = new LeaderDuty(async (signal) => this.#count?.run(signal));
    this.#noting = new LeaderDuty((signal) => this.#noteVersion(signal));
  }

  /** Undefined: not counted, or not here. */
  get latest(): UsageFigures | undefined {
    return this.#count?.latest;
  }

  /** This node leads. */
  start(): void {
    this.#counting.start();
    this.#noting.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#counting.stop(), this.#noting.stop()]);
  }

  #makeCount(meter: Meter): UsageCount | undefined {
    const { usageGaugePeriodMs, leaseMetricsEpsilonMs, leaseMetricsBuckets } = this.#data.telemetry;
    if (usageGaugePeriodMs === undefined) return undefined;
    const timer = meter.timer("coffer.usage_count");
    return new UsageCount({
      ...this.#foundation,
      logger: this.#foundation.logger.named("usage"),
      secretsOf,
      onCounted: (tookMs) => timer.observe(tookMs),
      periodMs: usageGaugePeriodMs,
      expiryEpsilonMs: leaseMetricsEpsilonMs,
      expiryBuckets: leaseMetricsBuckets,
    });
  }

  async #noteVersion(signal: AbortSignal): Promise<void> {
    const { transactor, logger, pause } = this.#foundation;
    const { vaultVersion: version, buildDate } = this.#data.facts;
    while (!signal.aborted) {
      try {
        await noteVersion(transactor, { version, buildDate });
        return;
      } catch (error) {
        logger.debug("the version could not be noted, will try again", { error: String(error) });
        await pause(RETRY_MS, signal);
      }
    }
  }
}

/** Where a mount keeps one key for each secret. */
function secretsOf({ kind, type, options }: MountEntry): string | undefined {
  if (kind !== "secret" || type !== "kv") return undefined;
  return options?.version === "2" ? keyPlace("") : valueKey("");
}
