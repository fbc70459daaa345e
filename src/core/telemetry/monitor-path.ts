// sys/monitor: this node's log as it is written, at a level of its own.
import { VaultError } from "#base/vault-error.ts";
import { text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { type SystemReadCall, systemPath, systemReads } from "../system-path.ts";
import { logLevelOf } from "./log-level-words.ts";
import type { LogFormat, TelemetryDesk } from "./telemetry-desk.ts";

const FIELDS = {
  log_level: text("trace, debug, info, warn or error; info."),
  log_format: text("standard or json; standard."),
};

export function monitorPath(desk: TelemetryDesk): AnyPath<unknown> {
  return systemPath({
    access: "token",
    runsOn: "any",
    pattern: "monitor",
    fields: FIELDS,
    summary: "The log of this node as it is written.",
    operations: { read: systemReads((call: SystemReadCall<typeof FIELDS>) => monitor(desk, call)) },
  });
}

async function monitor(desk: TelemetryDesk, { fields }: SystemReadCall<typeof FIELDS>): Promise<Reply> {
  const word = fields.log_level ?? "";
  const level = logLevelOf(word);
  // Vault's CLI never sends "notice", and its API knows no such level here.
  if (level === undefined || word.toLowerCase().trim() === "notice") throw refuse("unknown log level");
  const body = await desk.monitor(level, demandFormat(fields.log_format));
  return { raw: { contentType: "text/plain; charset=utf-8", body } };
}

function demandFormat(word: string | undefined): LogFormat {
  if (word === undefined || word === "" || word === "standard") return "standard";
  if (word === "json") return "json";
  throw refuse("unknown log format");
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
