// `npm run bench -- consensus [--quick] [--json FILE] [--directory D] [--seconds N]`: what a write costs below the core.
// This thread plays a request thread and asks the server's own consensus thread, which logs on its log thread and
// applies to LevelDB: writes/s, latencies and processor time at 1, 32 and 256 under way, beside the disk's bare sync.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { MessageChannel, Worker } from "node:worker_threads";
import { RequestProposals } from "#apps/server/links/request-proposals.ts";
import type { ConsensusThreadData } from "#apps/server/main/node-data.ts";
import { systemClock } from "#apps/server/system-clock.ts";
import { makeSharedMemory } from "#apps/server/threads/shared-memory.ts";
import { logTimeNow } from "#storage/shared/log-time.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import { syncRate } from "./calibration/sync-rate.ts";
import { finishReport } from "./report/finish-report.ts";
import { newReport, type Row } from "./report/report.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    directory: { type: "string", default: tmpdir() },
    seconds: { type: "string" },
  },
});
const seconds = Number(values.seconds ?? (values.quick ? 0.5 : 4));
const report = newReport("consensus", { seconds });
const directory = mkdtempSync(join(values.directory, "coffer-bench-"));
const memory = makeSharedMemory();
const status = new NodeStatus(memory.status);
const { port1, port2 } = new MessageChannel();
// Threads that ask nothing here.
const telemetry = new MessageChannel();
const cluster = new MessageChannel();
const nowhere = { host: "127.0.0.1", port: 0 };
const data = join(directory, "data");
mkdirSync(data, { mode: 0o700 });
const workerData: ConsensusThreadData = {
  memory,
  dataDirectory: data,
  record: { incarnation: 1, nodeId: "bench", cluster: { clusterId: "bench", lineageId: "bench" } },
  addresses: {
    isClustered: false,
    listen: nowhere,
    listenForwarding: nowhere,
    apiAddr: "",
    clusterAddr: "127.0.0.1:0",
    forwardingAddr: "127.0.0.1:0",
  },
  log: { format: "standard", file: undefined },
  maxMounts: 1,
  telemetryPort: telemetry.port1,
  ports: [port1],
  clusterPorts: { main: cluster.port1, requests: [] },
};
const worker = new Worker(new URL("../src/apps/server/threads/consensus-thread.ts", import.meta.url), {
  workerData,
  transferList: [port1, telemetry.port1, cluster.port1],
});
await new Promise((resolve) => worker.once("message", resolve));
while (!status.isOpenLeader) await new Promise((resolve) => setTimeout(resolve, 5));
const consensus = new RequestProposals({ port: port2, status, maxEntryBytes: 1 << 20 });
const value = new Uint8Array(400).fill(7);
let sequence = 0;

async function write(keys: number): Promise<void> {
  const key = `logical/bench/${sequence % keys}`;
  const id = { origin: 1, sequence: ++sequence, sentAtMs: logTimeNow(status, systemClock) };
  const outcome = await consensus.propose({ epoch: 0, checks: [], writes: [{ key, value }], id });
  if (outcome.kind !== "committed") throw new Error(`a write was not executed: ${outcome.kind}`);
}

async function measure(clients: number): Promise<Row> {
  const latencies: number[] = [];
  const endAt = performance.now() + seconds * 1000;
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < endAt) {
        const from = performance.now();
        await write(10_000);
        latencies.push(performance.now() - from);
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpuBefore);
  const perSecond = latencies.length / ((performance.now() - startedAt) / 1000);
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  const cpuUs = (user + system) / latencies.length;
  return { name: `${clients} under way`, figures: { perSecond, p50Ms: at(0.5), p99Ms: at(0.99), cpuUs } };
}

report.rows.push(syncRate(directory, values.quick ? 200 : 1500));
await measure(32);
for (const clients of [1, 32, 256]) report.rows.push(await measure(clients));
finishReport(report, { json: values.json, isQuick: values.quick });
const ended = new Promise((resolve) => worker.once("exit", resolve));
worker.postMessage("close");
await ended;
port2.close();
telemetry.port2.close();
cluster.port2.close();
rmSync(directory, { recursive: true });
