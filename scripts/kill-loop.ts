// `npm run kill-loop [-- --rounds N --seed N]`: kills a server among its writers N times and looks for what was lost.
import { parseArgs } from "node:util";
import { runKillLoop } from "#test/durability/kill-loop.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "200" }, seed: { type: "string" } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
console.log(`${values.rounds} rounds, seed ${seed}`);
const report = await runKillLoop({
  rounds: Number(values.rounds),
  seed,
  onRound: (round, now) => {
    if (round % 10 === 0) console.log(`round ${round}: ${JSON.stringify(now)}`);
  },
});
console.log(`nothing lost, nothing half done: ${JSON.stringify(report)}`);
