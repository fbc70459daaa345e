import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { switchFlag } from "../flags/flag.ts";
import { printMounts } from "../mounts/print-mounts.ts";

export const command = defineCommand({
  summary: "List the engines",
  usage: "[options]",
  description: ['Lists the mounted secrets engines. A TTL of "system" means the system\'s default.'],
  examples: [
    ["List the engines:", "secrets list"],
    ["With everything that is known:", "secrets list -detailed"],
  ],
  flags: { detailed: switchFlag("Show TTLs, options, versions and more.") },
  output: "format",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    const answer = await attempt(call, "Error listing secrets engines", client.read("sys/mounts"));
    if (answer?.data === undefined) throw new CliError("the server told nothing about its mounts", 2);
    return await printMounts(call, answer.data, { detailed: call.flags.detailed, kind: "secrets" });
  },
});
