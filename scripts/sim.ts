// `npm run sim -- [--seeds N] [--from S] [--nodes 3|5|7] [--until-violation] [--twice] [--workers N]`: simulates whole
// clusters in all kinds of trouble, one a seed, and checks what must always be true (docs/raft-testing.md).
// `--seed S [--only 1,5,8] [--lines N]`: one seed again, with its trace; a failing one is shrunk.
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { drawPlan } from "#test/simulation/plan/draw-plan.ts";
import { replay } from "#test/simulation/run/replay.ts";
import { type RunReport, RunTotals } from "#test/simulation/run/run-totals.ts";
import { simulate } from "#test/simulation/simulate.ts";

interface Task {
  readonly nodes: number | undefined;
  readonly isTwice: boolean;
}

/** From so many seeds on, a fault that never fired is a hole in the simulator. */
const COVERAGE_SEEDS = 2000;

if (isMainThread) await main();
else work(workerData as Task);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "2000" },
      from: { type: "string", default: "1" },
      seed: { type: "string" },
      nodes: { type: "string" },
      only: { type: "string" },
      lines: { type: "string", default: "60" },
      workers: { type: "string", default: "2" },
      "until-violation": { type: "boolean", default: false },
      twice: { type: "boolean", default: false },
    },
  });
  const nodes = values.nodes === undefined ? undefined : whole("nodes", values.nodes);
  if (nodes !== undefined && ![3, 5, 7].includes(nodes)) usage("--nodes is 3, 5 or 7");
  if (values.seed !== undefined) {
    const isGood = await replay({
      seed: whole("seed", values.seed),
      nodes,
      only: values.only?.split(",").flatMap((at) => (at === "none" ? [] : whole("only", at))),
      lines: whole("lines", values.lines),
      print: (line) => console.log(line),
    });
    process.exitCode = isGood ? 0 : 1;
    return;
  }
  const seeds = whole("seeds", values.seeds);
  const startedAt = performance.now();
  const totals = new RunTotals();
  await runAll({
    from: whole("from", values.from),
    count: values["until-violation"] && values.seeds === "2000" ? Number.POSITIVE_INFINITY : seeds,
    workers: whole("workers", values.workers),
    isOver: () => values["until-violation"] && totals.failures.length > 0,
    task: { nodes, isTwice: values.twice },
    take: (report) => {
      totals.add(report);
      if (report.violation !== undefined) describeFailure(report, nodes);
      if (totals.seeds % 100 === 0)
        console.log(`… ${totals.describe(secondsSince(startedAt), cpuSeconds())[0]}`);
    },
  });
  for (const line of totals.describeFaults()) console.log(line);
  for (const line of totals.describe(secondsSince(startedAt), cpuSeconds())) console.log(line);
  const { missing } = totals;
  const isUncovered = totals.seeds >= COVERAGE_SEEDS && missing.length > 0;
  if (isUncovered) console.log(`coverage gate: never fired: ${missing.join(", ")}`);
  process.exitCode = totals.failures.length === 0 && !isUncovered ? 0 : 1;
}

interface RunOptions {
  readonly from: number;
  readonly count: number;
  readonly workers: number;
  readonly isOver: () => boolean;
  readonly task: Task;
  readonly take: (report: RunReport) => void;
}

/** Each worker gets its next seed when it is done with the one before. */
async function runAll({ from, count, workers, isOver, task, take }: RunOptions): Promise<void> {
  let next = from;
  const runOne = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: task });
      const goOn = (): void => {
        if (next < from + count && !isOver()) worker.postMessage(next++);
        else worker.postMessage(undefined);
      };
      worker.on("message", (report: RunReport) => {
        take(report);
        goOn();
      });
      worker.on("error", reject);
      worker.on("exit", () => resolve());
      goOn();
    });
  await Promise.all(Array.from({ length: Math.min(workers, count) }, runOne));
}

function work({ nodes, isTwice }: Task): void {
  parentPort?.on("message", async (seed: number | undefined) => {
    if (seed === undefined) {
      parentPort?.close();
      return;
    }
    const plan = drawPlan(seed, nodes);
    const { trace: _, ...report } = await simulate(plan);
    const again = isTwice ? (await simulate(plan)).hash : report.hash;
    const differs = { invariant: "same seed, same run", message: `trace hashes ${report.hash} and ${again}` };
    parentPort?.postMessage(again === report.hash ? report : { ...report, violation: differs });
  });
}

function describeFailure({ seed, violation }: RunReport, nodes: number | undefined): void {
  console.log(`✗ seed ${seed}: ${violation?.invariant}`);
  console.log(violation?.message.split("\n").slice(0, 6).join("\n"));
  const asked = nodes === undefined ? "" : ` --nodes ${nodes}`;
  console.log(`  again, and shrunk: npm run sim -- --seed ${seed}${asked}`);
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) usage(`--${name} is a whole number`);
  return value;
}

function usage(problem: string): never {
  console.error(problem);
  process.exit(2);
}
