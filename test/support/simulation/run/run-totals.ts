// What many simulated runs come to: sums, and what was never seen.
import type { SimulationResult } from "../simulate.ts";
import { FAULTS, type FaultKind, noFaults } from "../world/fault-counts.ts";

export interface FailedRun {
  readonly seed: number;
  readonly invariant: string;
  readonly message: string;
}

/** All but the trace, as a worker sends it. */
export type RunReport = Omit<SimulationResult, "trace">;

export class RunTotals {
  readonly faults = noFaults();
  readonly failures: FailedRun[] = [];
  seeds = 0;
  events = 0;
  elections = 0;
  clientOperations = 0;
  snapshots = 0;
  committed = 0;
  virtualMs = 0;

  add({ seed, events, faults, snapshots, committed, virtualMs, violation }: RunReport): void {
    this.seeds++;
    this.events += events.deliveries + events.diskOperations + events.clientOperations;
    this.elections += events.elections;
    this.clientOperations += events.clientOperations;
    this.snapshots += snapshots;
    this.committed += committed;
    this.virtualMs += virtualMs;
    for (const kind of FAULTS) this.faults[kind] += faults[kind];
    if (violation !== undefined) this.failures.push({ seed, ...violation });
  }

  /** Kinds of fault that none of the runs met. */
  get missing(): FaultKind[] {
    return FAULTS.filter((kind) => this.faults[kind] === 0);
  }

  describe(wallSeconds: number, cpuSeconds: number): string[] {
    const fired = FAULTS.reduce((sum, kind) => sum + this.faults[kind], 0);
    const perSecond = Math.round(this.events / wallSeconds);
    const hours = (this.virtualMs / 3_600_000).toFixed(1);
    return [
      `seeds ${this.seeds}, events ${this.events}, events/s ${perSecond}, elections ${this.elections}, ` +
        `client operations ${this.clientOperations}, faults fired ${fired}, violations ${this.failures.length}`,
      `${wallSeconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of processor time), ${hours} simulated hours, ` +
        `${this.committed} entries committed, ${this.snapshots} snapshots pulled`,
    ];
  }

  describeFaults(): string[] {
    return FAULTS.map((kind) => `  ${kind}: ${this.faults[kind]}`);
  }
}
