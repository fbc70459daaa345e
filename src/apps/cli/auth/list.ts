import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { switchFlag } from "../flags/flag.ts";
import { printMounts } from "../mounts/print-mounts.ts";

export const command = defineCommand({
  summary: "List the auth methods",
  usage: "[options]",
  description: ['Lists the mounted auth methods. A TTL of "system" means the system\'s default.'],
  examples: [
    ["List the methods:", "auth list"],
    ["With everything that is known:", "auth list -detailed"],
  ],
  flags: { detailed: switchFlag("Show TTLs, token types, versions and more.") },
  output: "format",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    const answer = await attempt(call, "Error listing enabled authentications", client.read("sys/auth"));
    if (answer?.data === undefined) throw new CliError("the server told nothing about its auth methods", 2);
    return await printMounts(call, answer.data, { detailed: call.flags.detailed, kind: "auth" });
  },
});
