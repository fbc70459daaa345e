// Answers by status: of the node in Vault's name, and of each listener in ours.
import type { Counter } from "#metrics/instruments/counter.ts";
import type { Meter } from "#metrics/meter.ts";

export class HttpMeters {
  readonly #meter: Meter;
  readonly #listener: string;
  /** By status; resolved when it is first answered. */
  readonly #counters: (readonly Counter[] | undefined)[] = [];

  /** @param listener its address: a label */
  constructor(meter: Meter, listener: string) {
    this.#meter = meter;
    this.#listener = listener;
    // The usual ones show a 0 from the start: a rate can not be told of a series that begins with its first event.
    for (const status of [200, 204, 400, 403, 404, 500, 503]) this.#of(status);
  }

  answered(status: number): void {
    for (const counter of this.#counters[status] ?? this.#of(status)) counter.add();
  }

  #of(status: number): readonly Counter[] {
    const code = String(status);
    const counters = [
      this.#meter.counter("core.response_status_code", { code, type: `${Math.floor(status / 100)}xx` }),
      this.#meter.counter("coffer.http_responses", { code, listener: this.#listener }),
    ];
    this.#counters[status] = counters;
    return counters;
  }
}
