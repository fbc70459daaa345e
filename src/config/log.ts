// The server's own log: level, form, file and rotation.
import type { HclValue } from "#base/hcl/ast.ts";
import { toText, unfit } from "#base/hcl/convert.ts";
import type { LogLevel } from "#base/logger.ts";
import { type KeyTable, overriddenBy, used } from "./reading/key-table.ts";
import type { Stanza } from "./reading/stanza.ts";

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: "standard" | "json";
  /** Beside standard output; a name that ends in a slash is a directory. */
  readonly file: string | undefined;
  /** A file that holds this much is put aside; `undefined` for no such limit. */
  readonly rotateBytes: number | undefined;
  readonly rotateMs: number;
  /** Files kept after rotation; `undefined` keeps all. */
  readonly rotateMaxFiles: number | undefined;
  /** Level at which completed requests are logged; `undefined` logs none. */
  readonly requestsLevel: LogLevel | undefined;
}

export const LOG_KEYS = {
  log_level: used('"trace", "debug", "info", "warn" or "error".', {
    standard: '"info"',
    flag: "log-level",
    reloads: true,
    fileWinsOnReload: true,
    ...overriddenBy("LOG_LEVEL"),
  }),
  log_format: used('"standard" or "json".', {
    standard: '"standard"',
    flag: "log-format",
    ...overriddenBy("LOG_FORMAT"),
  }),
  log_file: used("A file to log to as well.", { flag: "log-file" }),
  log_rotate_bytes: used("Size at which that file is put aside; 0 for no limit.", {
    standard: "0",
    flag: "log-rotate-bytes",
  }),
  log_rotate_duration: used("Time after which that file is put aside.", {
    standard: '"24h"',
    flag: "log-rotate-duration",
  }),
  log_rotate_max_files: used("Files kept; 0 keeps all, -1 none but the current.", {
    standard: "0",
    flag: "log-rotate-max-files",
  }),
  log_requests_level: used('Level at which completed requests are logged, or "off".', {
    standard: '"off"',
    reloads: true,
  }),
} satisfies KeyTable;

type LogKey = keyof typeof LOG_KEYS;

/** Vault's other words for the same levels. */
const LEVELS: ReadonlyMap<string, LogLevel> = new Map([
  ["trace", "trace"],
  ["debug", "debug"],
  ["info", "info"],
  ["notice", "info"],
  ["warn", "warn"],
  ["warning", "warn"],
  ["error", "error"],
  ["err", "error"],
]);

export function readLog(stanza: Stanza<LogKey>): LogOptions {
  const rotateBytes = stanza.byteSize("log_rotate_bytes");
  const maxFiles = stanza.integer("log_rotate_max_files", { min: -1, max: 100_000 }) ?? 0;
  const requestsLevel = stanza.value("log_requests_level", toLevelOrOff);
  return {
    level: asLevel(stanza.value("log_level", toLevelWord)) ?? "info",
    format: stanza.wordOf("log_format", ["standard", "json"] as const) ?? "standard",
    file: stanza.word("log_file"),
    rotateBytes: rotateBytes === 0 ? undefined : rotateBytes,
    rotateMs: stanza.durationMs("log_rotate_duration", { min: 60_000 }) ?? 86_400_000,
    rotateMaxFiles: maxFiles === 0 ? undefined : Math.max(0, maxFiles),
    requestsLevel: asLevel(requestsLevel),
  };
}

function toLevelWord(value: HclValue): string {
  const word = toText(value).trim().toLowerCase();
  if (word !== "" && !LEVELS.has(word))
    throw unfit(value, 'must be "trace", "debug", "info", "warn" or "error"');
  return word;
}

function toLevelOrOff(value: HclValue): string {
  const word = toText(value).trim().toLowerCase();
  return word === "off" ? word : toLevelWord(value);
}

function asLevel(word: string | undefined): LogLevel | undefined {
  return word === undefined ? undefined : LEVELS.get(word);
}
