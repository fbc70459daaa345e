import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { textFlag } from "../flags/flag.ts";
import { printData } from "../output/print.ts";
import { catalogPath, PLUGIN_TYPES } from "./plugin-argument.ts";

export const command = defineCommand({
  summary: "Print what is known about a plugin",
  usage: "[options] TYPE NAME",
  description: ["Prints the catalog's entry of a plugin."],
  examples: [["About the kv engine:", "plugin info secret kv"]],
  flags: { version: textFlag("Semantic version of the plugin.") },
  output: "fields",
  least: 2,
  most: 2,
  predict: [PLUGIN_TYPES, "nothing"],
  async run(call) {
    const { version } = call.flags;
    const name = call.argument(1).trim();
    const client = await call.client();
    const reading = client.read(catalogPath(call), version === undefined ? [] : [["version", version]]);
    const answer = await attempt(call, `Error reading plugin named ${name}`, reading);
    if (answer?.data === undefined) throw new CliError(`No plugin found: ${name}`, 2);
    return await printData(call, answer.data);
  },
});
