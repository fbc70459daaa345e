import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { textFlag, textsFlag } from "../flags/flag.ts";
import { given } from "../mounts/mount-flags.ts";

export const command = defineCommand({
  summary: "Reload mounts of a plugin",
  usage: "[options]",
  description: ["Reloads all mounts of a plugin, or the mounts that are named."],
  examples: [["Reload a plugin:", "plugin reload -plugin=my-plugin"]],
  flags: {
    mounts: textsFlag("Paths of the mounts, separated by commas."),
    plugin: textFlag("Name of the plugin in the catalog."),
    scope: textFlag("global: on all nodes.", { choices: ["global"] }),
  },
  output: "plain",
  least: 0,
  most: 0,
  async run(call) {
    const { plugin, scope } = call.flags;
    const mounts = call.flags.mounts.flatMap((text) => text.split(","));
    if (plugin === undefined && mounts.length === 0)
      throw new CliError("No plugins specified, must specify exactly one of -plugin or -mounts");
    if (plugin !== undefined && mounts.length > 0)
      throw new CliError("Must specify exactly one of -plugin or -mounts");
    const body = given({ plugin, scope, mounts: mounts.length === 0 ? undefined : mounts });
    const client = await call.client();
    const answer = await attempt(
      call,
      "Error reloading plugin/mounts",
      client.write("sys/plugins/reload/backend", body),
    );
    const id = answer?.data?.reload_id;
    const what = plugin === undefined ? `mounts: ${mounts.join(", ")}` : `plugin: ${plugin}`;
    if (scope === "global" && id !== undefined)
      call.say(`Success! Reloading ${what}, reload_id: ${String(id)}`);
    else call.say(`Success! Reloaded ${what}`);
  },
});
