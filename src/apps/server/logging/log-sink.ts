// Log lines of every thread, written straight to the file descriptor so that no thread depends on another's loop. One
// write call a line: lines never interleave.
import { writeSync } from "node:fs";
import { LOG_LEVELS, type LogFields, type Logger, type LogLevel } from "#base/logger.ts";

export interface LogSinkOptions {
  format: "standard" | "json";
  fileDescriptor: number;
  /** Shared by all threads: index into LOG_LEVELS; SIGHUP and sys/loggers change it. */
  level: Int32Array;
}

export class LogSink implements Logger {
  readonly #options: LogSinkOptions;
  readonly #name: string;

  constructor(options: LogSinkOptions, name = "") {
    this.#options = options;
    this.#name = name;
  }

  trace(message: string, fields?: LogFields): void {
    this.#write("trace", message, fields);
  }

  debug(message: string, fields?: LogFields): void {
    this.#write("debug", message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#write("info", message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write("warn", message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#write("error", message, fields);
  }

  named(name: string): Logger {
    return new LogSink(this.#options, this.#name === "" ? name : `${this.#name}.${name}`);
  }

  #write(level: LogLevel, message: string, fields: LogFields = {}): void {
    if (LOG_LEVELS.indexOf(level) < Atomics.load(this.#options.level, 0)) return;
    const line =
      this.#options.format === "json"
        ? this.#json(level, message, fields)
        : this.#text(level, message, fields);
    try {
      writeSync(this.#options.fileDescriptor, line);
    } catch {
      // A closed or full log must not take the server down; there is nowhere left to say so.
    }
  }

  #text(level: LogLevel, message: string, fields: LogFields): string {
    const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
    const tail = pairs.map(([name, value]) => ` ${name}=${quoted(String(value))}`).join("");
    const name = this.#name === "" ? "" : `${this.#name}: `;
    const label = `[${level.toUpperCase()}]`.padEnd(7);
    return `${new Date().toISOString()} ${label} ${name}${oneLine(message)}${pairs.length > 0 ? ":" : ""}${tail}\n`;
  }

  #json(level: LogLevel, message: string, fields: LogFields): string {
    const head = {
      "@level": level,
      "@message": message,
      "@module": this.#name,
      "@timestamp": new Date().toISOString(),
    };
    return `${JSON.stringify({ ...head, ...fields })}\n`;
  }
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, " ");
}

function quoted(value: string): string {
  return /^[\w.:/@%+,-]+$/.test(value) ? value : JSON.stringify(value);
}
