import { drawPlan } from "#test/simulation/plan/draw-plan.ts";
import { simulate } from "#test/simulation/simulate.ts";

const first = Number(process.argv[2] ?? 1),
  count = Number(process.argv[3] ?? 1);
const keeps = process.argv[4] === "trace";
for (let seed = first; seed < first + count; seed++) {
  const t = performance.now();
  const r = await simulate(drawPlan(seed, undefined), { keepsTrace: keeps });
  const ms = performance.now() - t;
  const ev = r.events.deliveries + r.events.diskOperations + r.events.clientOperations;
  console.log(
    seed,
    r.hash,
    JSON.stringify(r.events),
    "snap",
    r.snapshots,
    "committed",
    r.committed,
    "virtual",
    Math.round(r.virtualMs),
    "real",
    Math.round(ms),
    "ev/s",
    Math.round((ev / ms) * 1000),
  );
  if (r.violation && keeps && r.histories) for (const h of r.histories) console.log(h);
  if (r.violation) {
    console.log(r.violation.message);
    if (keeps) console.log(r.trace.slice(-400).join("\n"));
  }
}
