import type { LogFields, Logger } from "#base/logger.ts";

export interface LoggedLine {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** Keeps what is said. */
export function recordingLogger(
  lines: LoggedLine[] = [],
): Logger & { readonly lines: readonly LoggedLine[] } {
  const at =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message, fields });
    };
  const logger = {
    lines,
    trace: at("trace"),
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    named: () => logger,
  };
  return logger;
}
