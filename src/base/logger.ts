export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

export const LOG_LEVELS: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error"];

/** Values that may stand in a log line. Never a secret, never a request's body. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Says what happens. Names are dotted rooms (`core.tokens`). */
export interface Logger {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  named(name: string): Logger;
}
