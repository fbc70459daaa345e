// sys/loggers: how much this node's log says, as a whole and by room, until the next start or SIGHUP.
import type { LogLevel } from "#base/logger.ts";
import { VaultError } from "#base/vault-error.ts";
import { text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import { type SystemReadCall, systemPath, systemReads } from "../system-path.ts";
import { logLevelOf } from "./log-level-words.ts";
import type { LoggerDesk } from "./telemetry-desk.ts";

const ALL = { level: text("trace, debug, info, warn or error.") };
const ONE = { ...ALL, name: text("Name of a logger.") };
type AllCall = SystemReadCall<typeof ALL>;
type OneCall = SystemReadCall<typeof ONE>;

/** Nothing is proposed: levels are this node's own. */
const HERE = { access: "token", runsOn: "any" } as const;

export function loggerPaths(loggers: LoggerDesk): AnyPath<unknown>[] {
  return [
    systemPath({
      ...HERE,
      pattern: "loggers",
      fields: ALL,
      summary: "Levels of all loggers of this node.",
      operations: {
        read: systemReads(() => ({ data: Object.fromEntries(sorted(loggers)) })),
        update: systemReads(({ fields }: AllCall) => {
          loggers.setLevel(undefined, demandLevel(fields.level));
          return undefined;
        }),
        delete: systemReads(() => {
          loggers.resetLevel(undefined);
          return undefined;
        }),
      },
    }),
    systemPath({
      ...HERE,
      pattern: "loggers/:name",
      fields: ONE,
      summary: "Level of one logger of this node.",
      operations: {
        read: systemReads(({ fields }: OneCall) => {
          const level = loggers.levels().get(fields.name ?? "");
          return { data: level === undefined ? {} : { [fields.name ?? ""]: level } };
        }),
        update: systemReads(({ fields }: OneCall) => {
          demandKnown(loggers.setLevel(fields.name, demandLevel(fields.level)), fields.name);
          return undefined;
        }),
        delete: systemReads(({ fields }: OneCall) => {
          demandKnown(loggers.resetLevel(fields.name), fields.name);
          return undefined;
        }),
      },
    }),
  ];
}

function sorted(loggers: LoggerDesk): [string, LogLevel][] {
  return [...loggers.levels()].sort(([a], [b]) => (a < b ? -1 : 1));
}

function demandLevel(word: string | undefined): LogLevel {
  if (word === undefined || word === "") throw new VaultError("invalid_request", "level is required");
  const level = logLevelOf(word);
  if (level === undefined) {
    throw new VaultError("invalid_request", `invalid level provided: unknown log level: ${word}`);
  }
  return level;
}

function demandKnown(isKnown: boolean, name: string | undefined): void {
  if (!isKnown) throw new VaultError("invalid_request", `logger ${JSON.stringify(name)} not found`);
}
