// What is counted of audit, in Vault's names; the failures stand at 0 from the start, for alerts that look at them.
import type { AuditMeter } from "#core/audit/audit-meter.ts";
import type { Meter } from "#metrics/meter.ts";

type EntryKind = Parameters<AuditMeter["entries"]>[0];

export class AuditMeters implements AuditMeter {
  readonly #meter: Meter;
  readonly #entries;

  constructor(meter: Meter) {
    this.#meter = meter;
    this.#entries = {
      request: {
        timer: meter.timer("audit.log_request"),
        failures: meter.counter("audit.log_request_failure"),
      },
      response: {
        timer: meter.timer("audit.log_response"),
        failures: meter.counter("audit.log_response_failure"),
      },
    };
  }

  entries(kind: EntryKind, count: number, tookMs: number, isKept: boolean): void {
    const { timer, failures } = this.#entries[kind];
    timer.observe(tookMs, count);
    if (!isKept) failures.add(count);
  }

  /** Once for each batch: looking the series up is nothing beside writing to a file. */
  device(path: string, count: number, tookMs: number, isKept: boolean): void {
    this.#meter.timer("coffer.audit_device_write", { device: path }).observe(tookMs);
    const outcome = isKept ? "kept" : "failed";
    this.#meter.counter("coffer.audit_device_entries", { device: path, outcome }).add(count);
  }
}
