// A worker that is a log thread on the real disk, as the server starts one.
import { type MessagePort, workerData } from "node:worker_threads";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import type { LogLimits } from "#storage/log/log-limits.ts";
import { Doorbell } from "#storage/log/thread/doorbell.ts";
import { runLogThread } from "#storage/log/thread/log-thread-loop.ts";

const { port, bell, directory, limits } = workerData as {
  port: MessagePort;
  bell: SharedArrayBuffer;
  directory: string;
  limits: LogLimits;
};
const clock = { monotonicMs: () => performance.now() };
runLogThread({ port, doorbell: new Doorbell(bell), disk: new NodeDisk(), directory, limits, clock });
