import { MessageChannel, Worker } from "node:worker_threads";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { DEFAULT_LOG_LIMITS, type LogLimits } from "#storage/log/log-limits.ts";
import { Doorbell } from "#storage/log/thread/doorbell.ts";
import { LogThreadLink } from "#storage/log/thread/log-thread-link.ts";
import type { GroupTiming } from "#storage/log/thread/log-thread-message.ts";

export interface StartedLogThread {
  readonly link: Promise<LogThreadLink>;
  readonly worker: Worker;
  /** What the link reported as its failure. */
  readonly failure: Promise<string>;
  /** The error that ended the worker, or undefined when it ended by itself. */
  readonly ended: Promise<unknown>;
}

/** The log of `directory` on a thread of its own, this thread holding the other end. */
export function startLogThread(
  directory: string,
  options: { limits?: LogLimits; onGroup?: (timing: GroupTiming) => void } = {},
): StartedLogThread {
  const { limits = DEFAULT_LOG_LIMITS, onGroup = () => {} } = options;
  const { port1, port2 } = new MessageChannel();
  const doorbell = new Doorbell();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: { port: port1, bell: doorbell.memory, directory, limits },
    transferList: [port1],
  });
  let fail: (reason: string) => void = () => {};
  const failure = new Promise<string>((resolve) => {
    fail = resolve;
  });
  const ended = new Promise<unknown>((resolve) => {
    worker.once("error", resolve);
    worker.once("exit", () => resolve(undefined));
  });
  const disk = new NodeDisk();
  const link = LogThreadLink.open({
    port: port2,
    doorbell,
    disk,
    directory,
    limits,
    onFailure: fail,
    onGroup,
  });
  return { link, worker, failure, ended };
}
