// `npm run compare -- --ours http://127.0.0.1:8200 --against http://127.0.0.1:8300 [--only word]`: asks two fresh, uninitialised servers
// the same questions and prints where a client would notice a difference. Exits 1 when there is one.
import { parseArgs } from "node:util";
import { ComparedServer } from "#test/compare/compared-server.ts";
import { isKnown } from "#test/compare/known-differences.ts";
import { normalise } from "#test/compare/normalise.ts";
import { STEPS } from "#test/compare/steps.ts";

const { values } = parseArgs({
  options: {
    ours: { type: "string" },
    against: { type: "string" },
    only: { type: "string" },
    brief: { type: "boolean", default: false },
  },
});
if (!values.ours || !values.against) {
  console.error("--ours and --against are addresses of two fresh, uninitialised servers");
  process.exit(2);
}

const ours = new ComparedServer(values.ours);
const theirs = new ComparedServer(values.against);
let differing = 0;
let compared = 0;

for (const step of STEPS) {
  const [mine, other] = await Promise.all([ours.ask(step), theirs.ask(step)]);
  if (step.differs !== undefined || (values.only && !step.path.includes(values.only))) continue;
  compared++;
  const mineLines = normalise(mine, ours.kept);
  const otherLines = normalise(other, theirs.kept);
  const missing = otherLines.filter((line) => !mineLines.includes(line) && !isKnown(step, line));
  const added = mineLines.filter((line) => !otherLines.includes(line) && !isKnown(step, line));
  if (missing.length === 0 && added.length === 0) continue;
  differing++;
  const body = step.body === undefined ? "" : ` ${JSON.stringify(step.body)?.slice(0, 160)}`;
  console.log(`\n${step.method} ${step.path}${body}${step.as ? ` as ${step.as}` : ""}`);
  if (values.brief && missing.length + added.length > 12) {
    console.log(`  ${missing.length} lines of theirs and ${added.length} of ours, the first:`);
    missing.splice(6);
    added.splice(6);
  }
  for (const line of missing) console.log(`  theirs  ${line.slice(0, 400)}`);
  for (const line of added) console.log(`  ours    ${line.slice(0, 400)}`);
}
console.log(`\n${compared} requests compared, ${differing} answered differently`);
process.exitCode = differing === 0 ? 0 : 1;
