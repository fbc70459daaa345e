import { isJsonObject, type Json, type JsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import type { Call } from "../call.ts";
import { defineCommand } from "../command.ts";
import { type FlagSet, switchFlag } from "../flags/flag.ts";
import { plainText } from "../output/plain-text.ts";
import { printValue } from "../output/print.ts";
import { table } from "../output/table.ts";
import { PLUGIN_TYPES, pluginType } from "./plugin-argument.ts";

export const command = defineCommand({
  summary: "List the plugins",
  usage: "[options] [TYPE]",
  description: ["Lists what the catalog holds, whether it is in use or not."],
  examples: [
    ["List all:", "plugin list"],
    ["List the auth methods:", "plugin list auth"],
  ],
  flags: { detailed: switchFlag("Show deprecation too.") },
  output: "format",
  least: 0,
  most: 1,
  predict: [PLUGIN_TYPES],
  async run(call) {
    const type = call.args[0] === undefined ? undefined : pluginType(call.args[0]);
    const client = await call.client();
    const data =
      (await attempt(call, "Error listing available plugins", client.read("sys/plugins/catalog")))?.data ??
      {};
    if (call.format !== "table") return await printValue(call, namesByType(data, type));
    printPlugins(call, pluginsOf(data, type), { hasType: type === undefined, detailed: call.flags.detailed });
    return 0;
  },
});

function namesByType(data: JsonObject, type: string | undefined): JsonObject {
  const types = type === undefined ? PLUGIN_TYPES.filter((name) => Object.hasOwn(data, name)) : [type];
  const details = Array.isArray(data.detailed) ? { details: pluginsOf(data, type) } : {};
  return { ...Object.fromEntries(types.map((name) => [name, data[name] ?? []])), ...details };
}

/** Older servers list names by type only. */
function pluginsOf(data: JsonObject, type: string | undefined): JsonObject[] {
  const listed: Json[] = Array.isArray(data.detailed) ? data.detailed : simplePlugins(data);
  return listed.filter(isJsonObject).filter((plugin) => type === undefined || plugin.type === type);
}

function simplePlugins(data: JsonObject): JsonObject[] {
  return PLUGIN_TYPES.flatMap((type) => {
    const names = data[type];
    return Array.isArray(names) ? names.map((name) => ({ type, name })) : [];
  });
}

function printPlugins(
  call: Call<FlagSet>,
  plugins: readonly JsonObject[],
  { hasType, detailed }: { hasType: boolean; detailed: boolean },
): void {
  const names = [
    "name",
    ...(hasType ? ["type"] : []),
    "version",
    ...(detailed ? ["deprecation_status"] : []),
  ];
  const titles: Record<string, string> = {
    name: "Name",
    type: "Type",
    version: "Version",
    deprecation_status: "Deprecation Status",
  };
  const rows = plugins.map((plugin) => names.map((name) => plainText(plugin[name] ?? "")));
  call.terminal.out(table([names.map((name) => titles[name] ?? name), ...rows]));
}
