// `npm run policy-oracle [-- --cases 1000000 --seed 7]`: random questions to random policies, answered by the matcher
// and by the slow oracle. The first case on which they differ is shrunk and printed with its seed.
import { parseArgs } from "node:util";
import { compare, disagrees } from "#test/policy-oracle/compare.ts";
import { shrinkCase } from "#test/policy-oracle/shrink-case.ts";
import { asHcl } from "#test/policy-oracle/write-policy.ts";
import { seededRandom } from "#test/seeded-random.ts";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 1e9) },
  },
});
const cases = Number(values.cases);
const seed = Number(values.seed);
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  console.error("--cases and --seed are whole numbers");
  process.exit(2);
}

const startedAt = performance.now();
const { below } = seededRandom(seed);
const tally = compare(cases, below);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);

if (tally.disagreement) {
  const smallest = shrinkCase(tally.disagreement, disagrees);
  console.error(`seed ${seed}: case ${tally.cases} differs; at its smallest:`);
  console.error(smallest.policies.map(asHcl).join("\n---\n"));
  console.error(
    JSON.stringify({ entityName: smallest.entityName, question: smallest.question }, undefined, 2),
  );
  process.exit(1);
}
const share = ((100 * tally.allowed) / tally.cases).toFixed(1);
console.log(`seed ${seed}: ${tally.cases} cases agree, ${share} % of them allowed (${seconds} s)`);
