// One seed under the magnifying glass: its trace, whether a second run is the same run, and what of its trouble it
// takes to break the invariant.
import { drawPlan, type Plan } from "../plan/draw-plan.ts";
import { type SimulationResult, simulate } from "../simulate.ts";
import { onlyActions, shrinkPlan } from "./shrink-plan.ts";

export interface ReplayOptions {
  readonly seed: number;
  readonly nodes: number | undefined;
  /** Which of the plan's actions; `undefined`: all. */
  readonly only: readonly number[] | undefined;
  readonly lines: number;
  readonly print: (line: string) => void;
}

/** Says whether nothing was wrong. */
export async function replay({ seed, nodes, only, lines, print }: ReplayOptions): Promise<boolean> {
  const whole = drawPlan(seed, nodes);
  const plan = only === undefined ? whole : onlyActions(whole, only);
  const first = await simulate(plan, { keepsTrace: true });
  const second = await simulate(plan);
  for (const line of first.trace.slice(-lines)) print(line);
  print(describeRun(plan, first));
  if (first.hash !== second.hash) {
    print(`NOT DETERMINISTIC: a second run's trace hash is ${second.hash}`);
    return false;
  }
  print("a second run had the same trace hash");
  if (first.violation === undefined) return true;
  print(`VIOLATION of "${first.violation.invariant}"`);
  print(first.violation.message);
  if (only === undefined) await shrink(whole, first, print);
  return false;
}

async function shrink(plan: Plan, { violation }: SimulationResult, print: (line: string) => void) {
  const { actions, attempts } = await shrinkPlan(plan, async (smaller) => {
    return (await simulate(smaller)).violation?.invariant === violation?.invariant;
  });
  print(`${actions.length} of ${plan.actions.length} actions break it too (${attempts} runs):`);
  for (const at of actions) {
    const action = plan.actions[at];
    print(`  ${action?.atMs} ms: ${action?.name}`);
  }
  const nodes = plan.settings.nodes;
  print(`again: npm run sim -- --seed ${plan.seed} --nodes ${nodes} --only ${actions.join(",") || "none"}`);
}

function describeRun(
  { seed, settings, actions }: Plan,
  { hash, events, virtualMs }: SimulationResult,
): string {
  const { deliveries, diskOperations, clientOperations, elections } = events;
  const counts = `${deliveries} messages, ${diskOperations} disk operations, ${clientOperations} client operations`;
  return (
    `seed ${seed}, ${settings.nodes} nodes, ${actions.length} actions: trace hash ${hash}, ` +
    `${counts}, ${elections} elections, ${Math.round(virtualMs)} simulated ms`
  );
}
