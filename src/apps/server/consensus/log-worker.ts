// Starts the log thread and opens the link to it. The consensus thread owns it: when it ends unasked, so does this one.
import { MessageChannel, Worker } from "node:worker_threads";
import type { Disk } from "#storage/disk/disk.ts";
import { DEFAULT_LOG_LIMITS } from "#storage/log/log-limits.ts";
import { Doorbell } from "#storage/log/thread/doorbell.ts";
import { LogThreadLink } from "#storage/log/thread/log-thread-link.ts";
import type { GroupTiming } from "#storage/log/thread/log-thread-message.ts";
import type { LogThreadData } from "../main/node-data.ts";

export interface LogWorkerOptions {
  readonly disk: Disk;
  readonly directory: string;
  readonly whenAbsent: "create" | "refuse";
  /** Called after everything that waited for a group has been told. */
  readonly onGroup: (timing: GroupTiming) => void;
  readonly fail: (error: unknown) => void;
}

export interface LogWorker {
  readonly link: LogThreadLink;
  /** Settles once all that was asked for is durable and the thread has ended. */
  close(): Promise<void>;
}

/** Settles when the log is open; one that can not be opened is told to `fail`. */
export async function startLogWorker(options: LogWorkerOptions): Promise<LogWorker> {
  const { disk, directory, whenAbsent, onGroup, fail } = options;
  const { port1, port2 } = new MessageChannel();
  const doorbell = new Doorbell();
  const workerData: LogThreadData = { port: port1, bell: doorbell.memory, directory, whenAbsent };
  const worker = new Worker(new URL("../threads/log-thread.ts", import.meta.url), {
    workerData,
    transferList: [port1],
    name: "coffer-log",
  });
  const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  worker.on("error", fail);
  const link = await LogThreadLink.open({
    port: port2,
    doorbell,
    disk,
    directory,
    limits: DEFAULT_LOG_LIMITS,
    onGroup,
    onFailure: (reason) => fail(new Error(reason)),
  });
  const close = async (): Promise<void> => {
    await link.close();
    await exited;
  };
  return { link, close };
}
