import type { LogLevel } from "#base/logger.ts";

/** The spellings that Vault takes, in any case, blanks around them allowed. */
const LEVELS: ReadonlyMap<string, LogLevel> = new Map([
  ["trace", "trace"],
  ["debug", "debug"],
  ["", "info"],
  ["notice", "info"],
  ["info", "info"],
  ["warn", "warn"],
  ["warning", "warn"],
  ["err", "error"],
  ["error", "error"],
]);

/** `undefined`: no level is called so. */
export function logLevelOf(word: string): LogLevel | undefined {
  return LEVELS.get(word.toLowerCase().trim());
}
