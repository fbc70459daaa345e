import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { textFlag, textsFlag } from "../flags/flag.ts";
import { given } from "../mounts/mount-flags.ts";
import { printWarnings } from "../output/print.ts";
import { catalogPath, PLUGIN_TYPES } from "./plugin-argument.ts";

export const command = defineCommand({
  summary: "Put a plugin into the catalog",
  usage: "[options] TYPE NAME",
  description: ["Registers a plugin whose program lies in the server's plugin directory."],
  examples: [["Register an auth plugin:", "plugin register -sha256=d3f0a8b… auth my-plugin"]],
  flags: {
    args: textsFlag("Argument of the program; several are separated by commas."),
    command: textFlag("The program's file. The default is the plugin's name."),
    env: textsFlag("NAME=value for the program's environment. May be given several times."),
    sha256: textFlag("SHA-256 of the program. Needed."),
    version: textFlag("Semantic version of the plugin."),
  },
  output: "plain",
  least: 2,
  most: 2,
  predict: [PLUGIN_TYPES, "nothing"],
  async run(call) {
    const { flags } = call;
    if (flags.sha256 === undefined) throw new CliError("SHA256 is required for all plugins: give -sha256");
    const name = call.argument(1).trim();
    const body = given({
      sha256: flags.sha256,
      command: flags.command ?? name,
      args: flags.args.length === 0 ? undefined : flags.args.flatMap((text) => text.split(",")),
      env: flags.env.length === 0 ? undefined : flags.env,
      version: flags.version,
    });
    const client = await call.client();
    const answer = await attempt(
      call,
      `Error registering plugin ${name}`,
      client.write(catalogPath(call), body),
    );
    printWarnings(call, answer?.warnings);
    call.say(`Success! Registered plugin: ${name}`);
  },
});
