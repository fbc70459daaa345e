import assert from "node:assert/strict";
import { test } from "node:test";
import { drawPlan } from "#test/simulation/plan/draw-plan.ts";
import { onlyActions, shrinkPlan } from "#test/simulation/run/shrink-plan.ts";
import { simulate } from "#test/simulation/simulate.ts";
import { Violation } from "#test/simulation/world/violation.ts";

test("of a plan stays what the failure needs, whatever else is left out", async () => {
  const plan = drawPlan(3, 3);
  const needed = [2, 7, plan.actions.length - 1];
  const { actions, attempts } = await shrinkPlan(plan, async (smaller) =>
    needed.every((at) => smaller.actions.some((action) => action === plan.actions[at])),
  );
  assert.deepEqual(actions, needed);
  assert.ok(attempts < 100, `${attempts} attempts`);
});

test("a failure that needs no trouble at all shrinks to none", async () => {
  const { actions } = await shrinkPlan(drawPlan(3, 3), async () => true);
  assert.deepEqual(actions, []);
});

test("leaving actions out does not change what the others do", () => {
  const plan = drawPlan(5, 3);
  const { actions, settings } = onlyActions(plan, [1, 4]);
  assert.deepEqual(actions, [plan.actions[1], plan.actions[4]]);
  assert.equal(settings, plan.settings);
});

test("what is thrown in a run is its violation, with the invariant's name", async () => {
  const plan = drawPlan(1, 3);
  const broken = { ...plan, actions: [{ atMs: 500, name: "no such action", seed: 1 }] };
  const { violation } = await simulate(broken);
  assert.equal(violation?.invariant, "the simulation itself");
  assert.match(new Violation("a rule", "is broken").message, /a rule: is broken/);
});
