import type { LogFields, Logger, LogLevel } from "#base/logger.ts";

export interface LogLine {
  level: LogLevel;
  name: string;
  message: string;
  fields: LogFields;
}

/** Keeps what was said, for tests that ask whether it was. */
export class RecordingLogger implements Logger {
  readonly lines: LogLine[];
  readonly #name: string;

  constructor(name = "", lines: LogLine[] = []) {
    this.#name = name;
    this.lines = lines;
  }

  trace(message: string, fields?: LogFields): void {
    this.#note("trace", message, fields);
  }

  debug(message: string, fields?: LogFields): void {
    this.#note("debug", message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#note("info", message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#note("warn", message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#note("error", message, fields);
  }

  named(name: string): Logger {
    return new RecordingLogger(name, this.lines);
  }

  /** Messages of a level and above it. */
  messages(level: LogLevel): string[] {
    const levels: LogLevel[] = ["trace", "debug", "info", "warn", "error"];
    const wanted = new Set(levels.slice(levels.indexOf(level)));
    return this.lines.filter((line) => wanted.has(line.level)).map((line) => line.message);
  }

  #note(level: LogLevel, message: string, fields: LogFields = {}): void {
    this.lines.push({ level, name: this.#name, message, fields });
  }
}
