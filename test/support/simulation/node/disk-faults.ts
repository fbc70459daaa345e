// What may be wrong with one machine's disk, as hooks of the simulated one.
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type {
  AttemptedOperation,
  DiskFault,
  SimulatedDiskHooks,
} from "#test/simulated-disk/simulated-disk.ts";
import type { FaultCounts } from "../world/fault-counts.ts";
import { SimulatedCrash } from "../world/simulated-crash.ts";

export class DiskFaults implements SimulatedDiskHooks {
  /** Operations until the power goes; `undefined`: it stays. */
  crashAfter: number | undefined;
  failNext: "sync failed" | "append failed" | "disk full" | undefined;
  slowFactor = 1;
  stalledUntilMs = 0;
  readonly #random: SeededRandom;
  readonly #counts: FaultCounts;

  constructor(random: SeededRandom, counts: FaultCounts) {
    this.#random = random;
    this.#counts = counts;
  }

  before(operation: AttemptedOperation): DiskFault | undefined {
    if (this.crashAfter !== undefined && this.crashAfter-- <= 0) {
      this.crashAfter = undefined;
      throw new SimulatedCrash();
    }
    const wanted = this.failNext;
    const isSync = operation.kind === "sync";
    if (wanted === undefined || (wanted === "sync failed") !== isSync) return undefined;
    if (!isSync && operation.kind !== "write") return undefined;
    this.failNext = undefined;
    this.#counts[wanted]++;
    const errno = wanted === "disk full" ? "ENOSPC" : "EIO";
    return isSync ? { errno } : { errno, writtenBytes: this.#random.below(operation.bytes + 1) };
  }

  /** How long a group takes to become durable. */
  syncMs(nowMs: number): number {
    const usual = 0.1 + (this.#random.next() / 0x1_0000_0000) * (this.#random.chance(0.02) ? 8 : 0.6);
    return Math.max(0, this.stalledUntilMs - nowMs) + usual * this.slowFactor;
  }

  heal(): void {
    this.crashAfter = undefined;
    this.failNext = undefined;
    this.slowFactor = 1;
    this.stalledUntilMs = 0;
  }
}
