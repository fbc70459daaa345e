// Runs drawn cases against the oracle and the real thing until they disagree.
import type { CompiledAcl } from "#core/policies/matching/compiled-acl.ts";
import { type Below, drawEntityName, drawPolicies, drawQuestion } from "./draw-case.ts";
import { oracleVerdict } from "./oracle.ts";
import type { PolicyCase } from "./policy-case.ts";
import { compileDrawn, realVerdict } from "./real-verdict.ts";
import { asHcl, asJson } from "./write-policy.ts";

const QUESTIONS_A_SET = 20;

export interface Tally {
  cases: number;
  allowed: number;
  disagreement: PolicyCase | undefined;
}

/** Draws `count` cases, twenty questions to each set of policies, spelled in HCL and JSON by turns. */
export function compare(count: number, below: Below): Tally {
  const tally: Tally = { cases: 0, allowed: 0, disagreement: undefined };
  for (let set = 0; tally.cases < count && !tally.disagreement; set++) {
    const policies = drawPolicies(below);
    const entityName = drawEntityName(below);
    const acl = compileDrawn(policies, entityName, set % 2 === 0 ? asHcl : asJson);
    for (let at = 0; at < QUESTIONS_A_SET && tally.cases < count; at++) {
      const drawn: PolicyCase = {
        policies,
        question: drawQuestion(policies, below),
        ...(entityName !== undefined && { entityName }),
      };
      tally.cases++;
      if (oracleVerdict(drawn).allowed) tally.allowed++;
      if (agrees(drawn, acl)) continue;
      tally.disagreement = drawn;
      break;
    }
  }
  return tally;
}

/** Whether the case, in either spelling, is judged otherwise than the oracle judges it. */
export function disagrees(given: PolicyCase): boolean {
  return [asHcl, asJson].some(
    (write) => !agrees(given, compileDrawn(given.policies, given.entityName, write)),
  );
}

function agrees(given: PolicyCase, acl: CompiledAcl): boolean {
  const expected = oracleVerdict(given);
  if (JSON.stringify(realVerdict(acl, given.question)) !== JSON.stringify(expected)) return false;
  return expected.capabilities[0] === "deny" || isReached(acl, given.question.path);
}

/** What can be reached must not be said to be out of reach from any folder above it. */
function isReached(acl: CompiledAcl, path: string): boolean {
  const folders = [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
  return ["", ...folders, path].every((prefix) => acl.mayReachBelow(prefix));
}
