// The list of mounts: a short table, or with -detailed everything the server tells.
import { isJsonObject, type Json, type JsonObject, numberOf } from "#client/json-text.ts";
import type { Call } from "../call.ts";
import type { FlagSet } from "../flags/flag.ts";
import { plainText } from "../output/plain-text.ts";
import { printValue } from "../output/print.ts";
import { table } from "../output/table.ts";

export interface MountTableOptions {
  readonly detailed: boolean;
  /** Auth methods have token types; their short list shows versions. */
  readonly kind: "secrets" | "auth";
}

/** @returns the exit code */
export async function printMounts(
  call: Call<FlagSet>,
  mounts: JsonObject,
  { detailed, kind }: MountTableOptions,
): Promise<number> {
  if (call.format !== "table") return await printValue(call, mounts);
  const paths = Object.keys(mounts).sort();
  const heading = detailed ? detailedHeading(kind) : shortHeading(kind);
  const row = detailed ? detailedRow : shortRow;
  const rows = paths.map((path) => row(path, objectOf(mounts[path]), kind));
  call.terminal.out(table([heading, ...rows]));
  return 0;
}

function shortHeading(kind: MountTableOptions["kind"]): string[] {
  const common = ["Path", "Type", "Accessor", "Description"];
  return kind === "auth" ? [...common, "Version"] : common;
}

function shortRow(path: string, mount: JsonObject, kind: MountTableOptions["kind"]): string[] {
  const common = [path, text(mount.type), text(mount.accessor), text(mount.description)];
  return kind === "auth" ? [...common, text(mount.plugin_version)] : common;
}

function detailedHeading(kind: MountTableOptions["kind"]): string[] {
  const tokenType = kind === "auth" ? ["Token Type"] : ["Force No Cache"];
  return [
    ...["Path", "Plugin", "Accessor", "Default TTL", "Max TTL", ...tokenType, "Replication", "Seal Wrap"],
    ...["External Entropy Access", "Options", "Description", "UUID", "Version", "Running Version"],
    ...["Running SHA256", "Deprecation Status"],
  ];
}

function detailedRow(path: string, mount: JsonObject, kind: MountTableOptions["kind"]): string[] {
  const config = objectOf(mount.config);
  const isBuiltIn = mount.type === "system" || mount.type === "cubbyhole";
  const ttl = (value: Json | undefined) => (isBuiltIn ? "" : ttlText(value));
  return [
    path,
    text(mount.type),
    text(mount.accessor),
    ttl(config.default_lease_ttl),
    ttl(config.max_lease_ttl),
    kind === "auth" ? text(config.token_type) : text(config.force_no_cache),
    mount.local === true ? "local" : "replicated",
    text(mount.seal_wrap),
    text(mount.external_entropy_access),
    plainText(mount.options ?? {}),
    text(mount.description),
    text(mount.uuid),
    text(mount.plugin_version),
    text(mount.running_plugin_version),
    text(mount.running_sha256),
    text(mount.deprecation_status),
  ];
}

function ttlText(value: Json | undefined): string {
  return (numberOf(value) ?? 0) === 0 ? "system" : text(value);
}

function text(value: Json | undefined): string {
  return value === undefined || value === null ? "" : plainText(value);
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
