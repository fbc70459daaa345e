// The matcher against the slow oracle (security.md §6 goal 5). `npm run policy-oracle` runs a million cases.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, disagrees } from "#test/policy-oracle/compare.ts";
import { drawEntityName, drawPolicies, drawQuestion } from "#test/policy-oracle/draw-case.ts";
import { compileDrawn, realVerdict } from "#test/policy-oracle/real-verdict.ts";
import { shrinkCase } from "#test/policy-oracle/shrink-case.ts";
import { asHcl, asJson } from "#test/policy-oracle/write-policy.ts";
import { seededRandom } from "#test/seeded-random.ts";

test("50,000 random questions to random policies are answered as the oracle answers them", () => {
  const seed = Date.now() % 1_000_000;
  const { cases, allowed, disagreement } = compare(50_000, seededRandom(seed).below);
  const smallest = disagreement && shrinkCase(disagreement, disagrees);
  assert.equal(smallest, undefined, `seed ${seed}: ${JSON.stringify(smallest, undefined, 2)}`);
  assert.equal(cases, 50_000);
  assert.ok(allowed > 5000 && allowed < 30_000, `${allowed} allowed: the drawing has lost its balance`);
});

test("A12: HCL and JSON spellings of the same policies give the same verdicts", () => {
  const { below } = seededRandom(12);
  for (let round = 0; round < 1000; round++) {
    const policies = drawPolicies(below);
    const entityName = drawEntityName(below);
    const [hcl, json] = [asHcl, asJson].map((write) => compileDrawn(policies, entityName, write));
    assert.ok(hcl && json);
    for (let ask = 0; ask < 5; ask++) {
      const question = drawQuestion(policies, below);
      assert.deepEqual(
        realVerdict(json, question),
        realVerdict(hcl, question),
        JSON.stringify({ policies, question }),
      );
    }
  }
});

test("a disagreement is shrunk to what it needs", () => {
  const { below } = seededRandom(3);
  const policies = [drawPolicies(below).flat(), [{ path: "needle", capabilities: ["read", "list"] }]];
  const question = { operation: "read" as const, path: "needle", parameters: { p: "x" }, needsSudo: true };
  const smallest = shrinkCase({ policies, question }, (candidate) =>
    candidate.policies.flat().some((rule) => rule.path === "needle" && rule.capabilities.includes("list")),
  );
  assert.deepEqual(smallest, {
    policies: [[{ path: "needle", capabilities: ["list"] }]],
    question: { operation: "read", path: "needle", parameters: {}, needsSudo: false },
  });
});
