// The process's log: standard error always, a file beside it where the configuration wants one.
import { join } from "node:path";
import type { Logger } from "#base/logger.ts";
import type { LogOptions } from "#config/log.ts";
import { systemClock } from "../system-clock.ts";
import type { SharedMemory } from "../threads/shared-memory.ts";
import { LogFile } from "./log-file.ts";
import { LogLevels } from "./log-levels.ts";
import type { LogFormat } from "./log-line.ts";
import { LogRotation } from "./log-rotation.ts";
import { LogSink } from "./log-sink.ts";

const STANDARD_ERROR = 2;
/** In a directory, when that is what the configuration names. */
const STANDARD_NAME = "vault.log";

export interface LogWish {
  format: LogFormat;
  /** Of the log's file; undefined for none. */
  file: string | undefined;
}

export function logWish({ format, file }: LogOptions): LogWish {
  return { format, file: file?.endsWith("/") ? join(file, STANDARD_NAME) : file };
}

/** One thread's end of the log. */
export function openLog({ format, file }: LogWish, memory: SharedMemory): LogSink {
  return new LogSink({
    format,
    fileDescriptor: STANDARD_ERROR,
    file: file === undefined ? undefined : new LogFile(file, memory.logFile),
    levels: new LogLevels(memory.logLevels),
  });
}

export interface RunningLog {
  logger: Logger;
  /** SIGHUP. */
  reload(options: LogOptions): void;
  close(): void;
}

/** On the main thread. @throws the system's error when the log's file can not be opened */
export function beginLogging(memory: SharedMemory, options: LogOptions): RunningLog {
  const levels = new LogLevels(memory.logLevels);
  levels.configure(options.level);
  const wish = logWish(options);
  const logger = openLog(wish, memory);
  const { file } = wish;
  const rotation =
    file === undefined
      ? undefined
      : new LogRotation({
          path: file,
          memory: memory.logFile,
          limits: options,
          logger,
          wallMs: () => systemClock.wallMs(),
        });
  return {
    logger,
    reload({ level }) {
      levels.configure(level);
      rotation?.reopen();
    },
    close: () => rotation?.close(),
  };
}
