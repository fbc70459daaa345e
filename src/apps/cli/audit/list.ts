import { isJsonObject, type Json } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { switchFlag } from "../flags/flag.ts";
import { plainText } from "../output/plain-text.ts";
import { printValue } from "../output/print.ts";
import { table } from "../output/table.ts";

export const command = defineCommand({
  summary: "List the audit devices",
  usage: "[options]",
  description: ["Lists the enabled audit devices. The exit code is 2 when there are none."],
  examples: [
    ["List the devices:", "audit list"],
    ["With their options:", "audit list -detailed"],
  ],
  flags: { detailed: switchFlag("Show options and replication.") },
  output: "format",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    const devices = (await attempt(call, "Error listing audits", client.read("sys/audit")))?.data ?? {};
    if (call.format !== "table") return await printValue(call, devices);
    const paths = Object.keys(devices).sort();
    if (paths.length === 0) {
      call.say("No audit devices are enabled.");
      return 2;
    }
    const rows = paths.map((path) => rowOf(path, devices[path], call.flags.detailed));
    const further = call.flags.detailed ? ["Replication", "Options"] : [];
    call.terminal.out(table([["Path", "Type", "Description", ...further], ...rows]));
    return 0;
  },
});

function rowOf(path: string, device: Json | undefined, detailed: boolean): string[] {
  if (!isJsonObject(device)) return [path];
  const row = [path, plainText(device.type ?? ""), plainText(device.description ?? "")];
  return detailed
    ? [...row, device.local === true ? "local" : "replicated", optionsText(device.options)]
    : row;
}

function optionsText(options: Json | undefined): string {
  if (!isJsonObject(options)) return "";
  const names = Object.keys(options).sort();
  return names.map((name) => `${name}=${plainText(options[name])}`).join(" ");
}
