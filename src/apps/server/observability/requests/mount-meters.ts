// Rate, errors and duration of the requests to one mount. Labels hold the mount's path and never a secret's.
import type { Operation } from "#contract/operation.ts";
import type { Counter } from "#metrics/instruments/counter.ts";
import type { Histogram } from "#metrics/instruments/histogram.ts";
import type { Timer } from "#metrics/instruments/timer.ts";
import type { Meter } from "#metrics/meter.ts";

/** `2xx` to `5xx`. */
export type StatusClass = 2 | 3 | 4 | 5;

interface OperationMeters {
  readonly timer: Timer;
  readonly byClass: Partial<Record<StatusClass, Counter>>;
}

const MS_PER_SECOND = 1000;

export class MountMeters {
  readonly #meter: Meter;
  readonly #path: string;
  readonly #duration: Histogram;
  readonly #operations: Partial<Record<Operation, OperationMeters>> = {};

  /** @param path with trailing slash */
  constructor(meter: Meter, path: string) {
    this.#meter = meter;
    this.#path = path;
    this.#duration = meter.histogram("coffer.mount_request_duration_seconds", { mount_point: path });
  }

  answered(operation: Operation, statusClass: StatusClass, tookMs: number): void {
    this.#operations[operation] ??= this.#begin(operation);
    const { timer, byClass } = this.#operations[operation];
    timer.observe(tookMs);
    byClass[statusClass] ??= this.#counter(operation, statusClass);
    byClass[statusClass].add();
    this.#duration.observe(tookMs / MS_PER_SECOND);
  }

  #begin(operation: Operation): OperationMeters {
    // Vault's names carry the mount, its slashes as dashes; what no format takes would be one as well.
    const mount = this.#path.replace(/[^A-Za-z0-9_]/g, "-");
    return { timer: this.#meter.timer(`route.${operation}.${mount}`), byClass: {} };
  }

  #counter(operation: Operation, statusClass: StatusClass): Counter {
    const labels = { mount_point: this.#path, operation, code: `${statusClass}xx` };
    return this.#meter.counter("coffer.mount_requests", labels);
  }
}
