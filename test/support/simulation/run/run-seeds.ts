// Some seeds in this thread, and the first thing that was wrong in any of them.
import { drawPlan } from "../plan/draw-plan.ts";
import { simulate } from "../simulate.ts";
import { RunTotals } from "./run-totals.ts";

export interface SeedRange {
  readonly from: number;
  readonly count: number;
  readonly nodes: number;
}

/** @throws Error that says how to run the failing seed again */
export async function runSeeds({ from, count, nodes }: SeedRange): Promise<RunTotals> {
  const totals = new RunTotals();
  for (let seed = from; seed < from + count; seed++) {
    const report = await simulate(drawPlan(seed, nodes));
    totals.add(report);
    if (report.violation === undefined) continue;
    throw new Error(`${report.violation.message}\nagain: npm run sim -- --seed ${seed} --nodes ${nodes}`);
  }
  return totals;
}
