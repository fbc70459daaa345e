// sys/mounts/:path/tune and sys/auth/:path/tune. The path in front of `tune` may hold several segments, so these are
// matched as the end of a rest.
import type { JsonObject } from "#base/json/raw-json.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Reply } from "#contract/reply.ts";
import type { Parameter } from "#contract/request.ts";
import type { MountEntry } from "../mount-entry.ts";
import type { SystemReadCall, SystemWriteCall } from "../system-path.ts";
import { tuneInfo } from "./mount-info.ts";
import { withSettings } from "./mount-settings.ts";
import type { MountUpgrade } from "./mount-upgrade.ts";
import type { Mounts } from "./mounts.ts";

const SUFFIX = "/tune";

/** The mount path of a request for its tuning. */
export function tunedPath(rest: string): string | undefined {
  return rest.endsWith(SUFFIX) ? `${rest.slice(0, -SUFFIX.length)}/` : undefined;
}

export function readTuning(mounts: Mounts, call: SystemReadCall, path: string): Reply {
  const entry = mounts.at(call.request.namespace, path);
  if (!entry) throw new VaultError("invalid_request", `cannot fetch sysview for path "${path}"`);
  return { data: tuneInfo(entry, mounts.setTtlsOf(entry)) };
}

export function writeTuning(
  { mounts, upgrade }: { mounts: Mounts; upgrade: MountUpgrade },
  call: SystemWriteCall,
  path: string,
): Reply | undefined {
  const entry = mounts.at(call.request.namespace, path);
  if (!entry) throw new VaultError("invalid_request", `tune of path "${path}" failed: no mount entry found`);
  const settings = settingsOf(call.request.parameters);
  if (entry.kind !== "auth" && settings.token_type !== undefined) {
    throw new VaultError("invalid_request", "'token_type' can only be modified on auth mounts");
  }
  const changed: MountEntry = {
    ...entry,
    config: withSettings(entry.config, settings),
    description: typeof settings.description === "string" ? settings.description : entry.description,
    options: mergedOptions(entry, settings.options),
  };
  const problem = mounts.optionsProblem(entry.kind, entry.type, changed.options ?? {});
  if (problem !== undefined) throw new VaultError("invalid_request", problem);
  const { transaction, request } = call;
  const warning = upgrade.apply(transaction, request.namespace, { before: entry, after: changed });
  mounts.change(transaction, request.namespace, changed);
  return warning === undefined ? undefined : { warnings: [warning] };
}

function settingsOf(parameters: ReadonlyMap<string, Parameter>): JsonObject {
  const settings: Record<string, JsonObject[string]> = Object.create(null);
  for (const [name, value] of parameters) settings[name] = value instanceof RawJson ? value.parse() : value;
  return settings;
}

function mergedOptions(entry: MountEntry, given: JsonObject[string]): MountEntry["options"] {
  if (given === undefined || given === null) return entry.options;
  if (typeof given !== "object" || Array.isArray(given)) {
    throw new VaultError("invalid_request", "options: expected a map of strings");
  }
  const options: Record<string, string> = { ...entry.options };
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === "") delete options[name];
    else options[name] = String(value);
  }
  return options;
}
