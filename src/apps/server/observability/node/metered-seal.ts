// A seal with Vault's counters and timers: an outage of one that is far away shows here first.
import type { Secret } from "#base/secret.ts";
import type { Counter } from "#metrics/instruments/counter.ts";
import type { Timer } from "#metrics/instruments/timer.ts";
import type { Meter } from "#metrics/meter.ts";
import type { Seal, SealHealth, SealPurpose, UnwrapOutcome, WrapOutcome } from "#seals/seal.ts";
import { sealMeters } from "./seal-meters.ts";

export class MeteredSeal implements Seal {
  readonly type: string;
  readonly unsealsBy: Seal["unsealsBy"];
  readonly #seal: Seal;
  readonly #encrypt;
  readonly #decrypt;
  #unreachableSinceMs: number | undefined;

  constructor(seal: Seal, meter: Meter) {
    this.#seal = seal;
    this.type = seal.type;
    this.unsealsBy = seal.unsealsBy;
    const meters = sealMeters(meter);
    this.#encrypt = meters.encrypt;
    this.#decrypt = meters.decrypt;
  }

  /** 0: it was reached when it was last needed. */
  get unreachableSeconds(): number {
    return this.#unreachableSinceMs === undefined ? 0 : (performance.now() - this.#unreachableSinceMs) / 1000;
  }

  get isHealthy(): boolean {
    return this.#unreachableSinceMs === undefined;
  }

  wrap(secret: Secret, purpose: SealPurpose): Promise<WrapOutcome> {
    return this.#measured(this.#encrypt, "wrapped", () => this.#seal.wrap(secret, purpose));
  }

  unwrap(blob: Uint8Array, purpose: SealPurpose): Promise<UnwrapOutcome> {
    return this.#measured(this.#decrypt, "unwrapped", () => this.#seal.unwrap(blob, purpose));
  }

  needsRewrap(blob: Uint8Array): boolean {
    return this.#seal.needsRewrap(blob);
  }

  async checkHealth(): Promise<SealHealth> {
    const health = await this.#seal.checkHealth();
    this.#note(!health.healthy);
    return health;
  }

  close(): Promise<void> {
    return this.#seal.close();
  }

  async #measured<O extends WrapOutcome | UnwrapOutcome>(
    { count, errors, timer }: Measured,
    good: O["kind"],
    run: () => Promise<O>,
  ): Promise<O> {
    const startedMs = performance.now();
    const outcome = await run();
    timer.observe(performance.now() - startedMs);
    count.add();
    if (outcome.kind !== good) errors.add();
    this.#note(outcome.kind === "unreachable");
    return outcome;
  }

  #note(isUnreachable: boolean): void {
    if (!isUnreachable) this.#unreachableSinceMs = undefined;
    else this.#unreachableSinceMs ??= performance.now();
  }
}

interface Measured {
  readonly count: Counter;
  readonly errors: Counter;
  readonly timer: Timer;
}
