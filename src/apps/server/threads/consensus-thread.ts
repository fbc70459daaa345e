// The consensus thread: Raft, the state machine and the leader's desk. Does no cryptography of secrets and no HTTP.
import { flushCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { ConsensusServer } from "../consensus/consensus-server.ts";
import { openLog } from "../logging/begin-logging.ts";
import type { ConsensusThreadData } from "../main/node-data.ts";
import { ConsensusTelemetry } from "../observability/consensus/consensus-telemetry.ts";
import { systemClock } from "../system-clock.ts";

const data = workerData as ConsensusThreadData;
const logger = openLog(data.log, data.memory);
const telemetry = new ConsensusTelemetry({
  port: data.telemetryPort,
  clock: systemClock,
  logger,
  maxMounts: data.maxMounts,
});
const server = new ConsensusServer({
  data,
  logger: logger.named("raft"),
  telemetry,
  // Thrown outside of any promise, it ends this thread, and the main thread the process.
  fail: (error) =>
    setImmediate(() => {
      throw error;
    }),
});
parentPort?.on("message", async () => {
  await server.close();
  parentPort?.close();
});
await server.start();
parentPort?.postMessage("ready");
flushCompileCache();
