// The log thread: owns the segment files, blocks on their disk, and does nothing else.
import { workerData } from "node:worker_threads";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { Doorbell } from "#storage/log/thread/doorbell.ts";
import { runLogThread } from "#storage/log/thread/log-thread-loop.ts";
import type { LogThreadData } from "../main/node-data.ts";
import { systemClock } from "../system-clock.ts";

const { port, bell, directory, whenAbsent } = workerData as LogThreadData;
const disk = new NodeDisk();
runLogThread({ port, doorbell: new Doorbell(bell), disk, directory, whenAbsent, clock: systemClock });
