import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { textFlag } from "../flags/flag.ts";
import { printWarnings } from "../output/print.ts";
import { catalogPath, PLUGIN_TYPES } from "./plugin-argument.ts";

export const command = defineCommand({
  summary: "Take a plugin out of the catalog",
  usage: "[options] TYPE NAME",
  description: ["Removes a plugin's entry. It is no error when there is none."],
  examples: [["Remove an auth plugin:", "plugin deregister auth my-plugin"]],
  flags: { version: textFlag("Semantic version of the plugin; without it the one that has none.") },
  output: "plain",
  least: 2,
  most: 2,
  predict: [PLUGIN_TYPES, "nothing"],
  async run(call) {
    const { version } = call.flags;
    const name = call.argument(1).trim();
    const client = await call.client();
    const deleting = client.delete(catalogPath(call), version === undefined ? [] : [["version", version]]);
    const answer = await attempt(call, `Error deregistering plugin named ${name}`, deleting);
    printWarnings(call, answer?.warnings);
    call.say(`Success! Deregistered plugin (if it was registered): ${name}`);
  },
});
