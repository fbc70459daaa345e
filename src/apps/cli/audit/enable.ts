import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { switchFlag, textFlag } from "../flags/flag.ts";
import { readDataArguments } from "../input/data-arguments.ts";
import { cleanPath } from "../input/paths.ts";
import { printWarnings } from "../output/print.ts";

export const command = defineCommand({
  summary: "Enable an audit device",
  usage: "[options] TYPE [CONFIG K=V...]",
  description: [
    "Enables an audit device of the given type, with the options that follow it. Without -path its path is its type.",
  ],
  examples: [
    ["Record to a file:", "audit enable file file_path=/var/log/audit.log"],
    [
      "Record to standard output, with values in clear:",
      "audit enable -path=debug file file_path=stdout log_raw=true",
    ],
  ],
  flags: {
    description: textFlag("What the device is for."),
    local: switchFlag("The device belongs to this cluster only and is not replicated to others."),
    path: textFlag("Where the device will be. The default is its type."),
  },
  output: "plain",
  least: 1,
  most: Number.POSITIVE_INFINITY,
  takesData: true,
  predict: [["file", "syslog", "socket"], "nothing"],
  async run(call) {
    const type = call.argument(0).trim();
    const path = cleanPath(call.flags.path ?? type);
    const options = await readDataArguments(call.terminal, call.args.slice(1));
    const body = { type, description: call.flags.description ?? "", options, local: call.flags.local };
    const client = await call.client();
    const answer = await attempt(
      call,
      "Error enabling audit device",
      client.write(`sys/audit/${path}`, body),
    );
    printWarnings(call, answer?.warnings);
    call.say(`Success! Enabled the ${type} audit device at: ${path}/`);
  },
});
