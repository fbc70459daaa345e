// `scripts/node bench/consensus.ts [--directory D] [--seconds N]`: what a write costs below the core. This thread
// plays a request thread and asks the server's own consensus thread, which logs on its log thread and applies to
// LevelDB. Prints writes/s and latencies at 1, 32 and 256 under way, and the bare write + fdatasync of the same disk.
import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writevSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { MessageChannel, Worker } from "node:worker_threads";
import { RequestProposals } from "#apps/server/links/request-proposals.ts";
import { systemClock } from "#apps/server/system-clock.ts";
import { makeSharedMemory } from "#apps/server/threads/shared-memory.ts";
import { logTimeNow } from "#storage/shared/log-time.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";

const { values } = parseArgs({
  options: { directory: { type: "string", default: tmpdir() }, seconds: { type: "string", default: "4" } },
});
const seconds = Number(values.seconds);
const directory = mkdtempSync(join(values.directory, "coffer-bench-"));
const memory = makeSharedMemory();
const status = new NodeStatus(memory.status);
const { port1, port2 } = new MessageChannel();
const data = join(directory, "data");
mkdirSync(data, { mode: 0o700 });
const worker = new Worker(new URL("../src/apps/server/threads/consensus-thread.ts", import.meta.url), {
  workerData: { memory, dataDirectory: data, log: { format: "standard" }, ports: [port1] },
  transferList: [port1],
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

async function measure(clients: number): Promise<string> {
  const latencies: number[] = [];
  const endAt = performance.now() + seconds * 1000;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < endAt) {
        const from = performance.now();
        await write(10_000);
        latencies.push(performance.now() - from);
      }
    }),
  );
  const rate = Math.round(latencies.length / ((performance.now() - startedAt) / 1000));
  latencies.sort((a, b) => a - b);
  const at = (share: number): string => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(3);
  return `${clients} under way: ${rate} writes/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

function bareSync(): string {
  const file = openSync(join(directory, "bare"), "w");
  writevSync(file, [new Uint8Array(8 << 20)]);
  fdatasyncSync(file);
  const latencies: number[] = [];
  for (let i = 0; i < 2000; i++) {
    const from = performance.now();
    writevSync(file, [new Uint8Array(4096)], i * 4096);
    fdatasyncSync(file);
    latencies.push(performance.now() - from);
  }
  closeSync(file);
  latencies.sort((a, b) => a - b);
  return `bare write + fdatasync of 4 KiB: p50 ${latencies[1000]?.toFixed(3)} ms, p99 ${latencies[1980]?.toFixed(3)} ms`;
}

console.log(bareSync());
await measure(32);
for (const clients of [1, 32, 256]) console.log(await measure(clients));
const ended = new Promise((resolve) => worker.once("exit", resolve));
worker.postMessage("close");
await ended;
port2.close();
rmSync(directory, { recursive: true });
