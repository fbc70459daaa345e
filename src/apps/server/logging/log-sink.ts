// Log lines of every thread, written straight to the file descriptor so that no thread depends on another's loop. One
// write call a line: lines never interleave.
import { writeSync } from "node:fs";
import { LOG_LEVELS, type LogFields, type Logger, type LogLevel } from "#base/logger.ts";
import type { LogFile } from "./log-file.ts";
import type { LoggerPlace, LogLevels } from "./log-levels.ts";
import { formatLine, type LogFormat, type LogLine } from "./log-line.ts";
import { LogTap } from "./log-tap.ts";

export interface LogSinkOptions {
  format: LogFormat;
  fileDescriptor: number;
  /** Written to as well. */
  file?: LogFile | undefined;
  /** Shared by all threads: SIGHUP and sys/loggers change them. */
  levels: LogLevels;
}

export class LogSink implements Logger {
  readonly #options: LogSinkOptions;
  readonly #name: string;
  readonly #place: LoggerPlace;
  readonly #tap: LogTap;
  /** Lines written by this thread, by level as in LOG_LEVELS. */
  readonly written: number[];

  constructor(options: LogSinkOptions, name = "", root?: LogSink) {
    this.#options = options;
    this.#name = name;
    this.#place = name === "" ? undefined : options.levels.enter(name);
    this.#tap = root ? root.#tap : new LogTap();
    this.written = root ? root.written : LOG_LEVELS.map(() => 0);
  }

  trace(message: string, fields?: LogFields): void {
    this.#log("trace", message, fields);
  }

  debug(message: string, fields?: LogFields): void {
    this.#log("debug", message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#log("info", message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#log("warn", message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#log("error", message, fields);
  }

  named(name: string): Logger {
    return new LogSink(this.#options, this.#name === "" ? name : `${this.#name}.${name}`, this);
  }

  #log(level: LogLevel, message: string, fields: LogFields = {}): void {
    const { levels } = this.#options;
    const rank = LOG_LEVELS.indexOf(level);
    const isWritten = rank >= levels.threshold(this.#place);
    const isMonitored = rank >= levels.monitored;
    if (!isWritten && !isMonitored) return;
    const line = { atMs: Date.now(), level, name: this.#name, message, fields };
    if (isWritten) this.#write(line, rank);
    if (isMonitored) this.#tap.pass(line);
  }

  #write(line: LogLine, rank: number): void {
    this.written[rank] = (this.written[rank] ?? 0) + 1;
    const { fileDescriptor, file, format } = this.#options;
    const text = formatLine(line, format);
    quietly(() => writeSync(fileDescriptor, text));
    if (file) quietly(() => file.write(text));
  }
}

/** A closed or full log must not take the server down; there is nowhere left to say so. */
function quietly(write: () => void): void {
  try {
    write();
  } catch {
    // Nothing can be done.
  }
}
