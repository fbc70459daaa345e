// Sealing and unsealing, timed in Vault's names.
import { SealKeeper, type SealKeeperOptions } from "#core/sealing/seal-keeper.ts";
import type { Timer } from "#metrics/instruments/timer.ts";
import type { Meter } from "#metrics/meter.ts";

export class MeteredSealKeeper extends SealKeeper {
  readonly #unseal: Timer;
  readonly #seal: Timer;

  constructor(options: SealKeeperOptions, meter: Meter) {
    const preSeal = meter.timer("core.pre_seal");
    super({ ...options, quiesce: () => timed(preSeal, () => options.quiesce()) });
    this.#unseal = meter.timer("core.unseal");
    this.#seal = meter.timer("core.seal_internal");
    // Nothing is loaded after unsealing: every room is warm when it is first asked.
    meter.timer("core.post_unseal");
  }

  override submit(keyText: string, isForMigration = false): Promise<void> {
    return this.#unsealing(() => super.submit(keyText, isForMigration));
  }

  override unsealItself(): Promise<string | undefined> {
    return this.#unsealing(() => super.unsealItself());
  }

  override seal(): Promise<void> {
    return this.isSealed ? super.seal() : timed(this.#seal, () => super.seal());
  }

  async #unsealing<T>(run: () => Promise<T>): Promise<T> {
    const wasSealed = this.isSealed;
    const startedMs = performance.now();
    const result = await run();
    if (wasSealed && !this.isSealed) this.#unseal.observe(performance.now() - startedMs);
    return result;
  }
}

async function timed<T>(timer: Timer, run: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  try {
    return await run();
  } finally {
    timer.observe(performance.now() - startedMs);
  }
}
