// Requests that this node hands to the leader, in Vault's names.
import type { Meter } from "#metrics/meter.ts";

export class ForwardMeter {
  readonly #timer;
  readonly #errors;

  constructor(meter: Meter) {
    this.#timer = meter.timer("ha.rpc.client.forward");
    this.#errors = meter.counter("ha.rpc.client.forward.errors");
  }

  async measure<T>(forward: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    try {
      const answer = await forward();
      this.#timer.observe(performance.now() - startedMs);
      return answer;
    } catch (error) {
      this.#errors.add();
      throw error;
    }
  }
}
