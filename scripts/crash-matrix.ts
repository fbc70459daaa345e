// `npm run crash-matrix [-- --workloads N --steps N --subsets N --seed N --workers N]`: opens the log store on every
// disk that a crash could leave behind N random workloads. `--seed N` runs that one workload again.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type CrashCounts, runCrashMatrix } from "#test/crash-matrix/crash-matrix.ts";

interface Task {
  seeds: number[];
  steps: number;
  subsets: number;
}

type Report = { seed: number; counts: CrashCounts } | { seed: number; violation: string };

if (isMainThread) await main();
else work(workerData as Task);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workloads: { type: "string", default: "200" },
      steps: { type: "string", default: "30" },
      subsets: { type: "string", default: "20" },
      seed: { type: "string" },
      workers: { type: "string", default: String(availableParallelism()) },
    },
  });
  const first = Number(values.seed ?? 1);
  const seeds = Array.from(
    { length: values.seed === undefined ? Number(values.workloads) : 1 },
    (_, i) => first + i,
  );
  const workers = Math.min(Number(values.workers), seeds.length);
  const startedAt = performance.now();
  const total: CrashCounts = {
    operations: 0,
    images: 0,
    recoveryImages: 0,
    kills: 0,
    rolls: 0,
    entries: 0,
    flips: 0,
  };
  const failures: string[] = [];
  let finished = 0;
  const take = (report: Report): void => {
    finished++;
    if ("violation" in report) {
      failures.push(report.violation);
      console.log(`✗ seed ${report.seed}: ${report.violation}`);
      console.log(
        `  again: npm run crash-matrix -- --seed ${report.seed} --steps ${values.steps} --subsets ${values.subsets}`,
      );
      return;
    }
    for (const key of Object.keys(total) as (keyof CrashCounts)[]) total[key] += report.counts[key];
    if (finished % 10 === 0 || seeds.length === 1)
      console.log(`${finished}/${seeds.length} workloads, ${describe(total)}`);
  };
  const task = { steps: Number(values.steps), subsets: Number(values.subsets) };
  const shares = Array.from({ length: workers }, (_, worker) =>
    seeds.filter((_, at) => at % workers === worker),
  );
  await Promise.all(shares.map((share) => runWorker({ ...task, seeds: share }, take)));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${finished} workloads in ${seconds} s: ${describe(total)}; violations: ${failures.length}`);
  process.exitCode = failures.length === 0 && finished === seeds.length ? 0 : 1;
}

function describe({ operations, images, recoveryImages, kills, rolls, entries, flips }: CrashCounts): string {
  const crashed = `${images} crash images, ${recoveryImages} of crashes in a recovery, ${kills} kills, ${flips} flipped bits`;
  return `${operations} disk operations (${entries} entries, ${rolls} new segments), ${crashed}`;
}

function runWorker(task: Task, take: (report: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task });
    worker.on("message", take);
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
}

function work({ seeds, steps, subsets }: Task): void {
  for (const seed of seeds) {
    let report: Report;
    try {
      report = { seed, counts: runCrashMatrix({ seed, steps, subsets }) };
    } catch (error) {
      report = { seed, violation: error instanceof Error ? error.message : String(error) };
    }
    parentPort?.postMessage(report);
  }
}
