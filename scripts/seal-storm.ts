// `npm run seal-storm [-- --seals N --writers N]`: seals and unseals a node N times under write load, then opens every
// record that it has stored.
import { parseArgs } from "node:util";
import { runSealStorm } from "#test/durability/seal-storm.ts";

const { values } = parseArgs({
  options: { seals: { type: "string", default: "10000" }, writers: { type: "string", default: "16" } },
});
const startedMs = performance.now();
const report = await runSealStorm({
  seals: Number(values.seals),
  writers: Number(values.writers),
  onSeal: (count, now) => {
    if (count % 500 === 0) console.log(`${count} seals: ${JSON.stringify(now)}`);
  },
});
const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
console.log(`${values.seals} seals in ${seconds} s, every record opens: ${JSON.stringify(report)}`);
