// Leaves out whatever a failing plan does not need (Zeller's ddmin over its actions): what is left tells the story.
import type { Plan } from "../plan/draw-plan.ts";

/** @param actions which of the seed's actions are done, by their place in the plan */
export function onlyActions(plan: Plan, actions: readonly number[]): Plan {
  const wanted = new Set(actions);
  return { ...plan, actions: plan.actions.filter((_, at) => wanted.has(at)) };
}

export interface Shrunk {
  readonly actions: readonly number[];
  readonly attempts: number;
}

/** @param fails whether the run with so little trouble still breaks the same invariant */
export async function shrinkPlan(
  plan: Plan,
  fails: (smaller: Plan) => Promise<boolean>,
  mostAttempts = 150,
): Promise<Shrunk> {
  let actions = plan.actions.map((_, at) => at);
  let attempts = 0;
  let parts = 2;
  while (actions.length > 0 && attempts < mostAttempts) {
    const size = Math.ceil(actions.length / parts);
    let isSmaller = false;
    for (let from = 0; from < actions.length && attempts < mostAttempts; from += size) {
      const rest = [...actions.slice(0, from), ...actions.slice(from + size)];
      attempts++;
      if (!(await fails(onlyActions(plan, rest)))) continue;
      actions = rest;
      parts = Math.max(2, parts - 1);
      isSmaller = true;
      break;
    }
    if (isSmaller) continue;
    if (size <= 1) break;
    parts = Math.min(actions.length, parts * 2);
  }
  return { actions, attempts };
}
