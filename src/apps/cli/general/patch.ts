import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { switchFlag } from "../flags/flag.ts";
import { readDataArguments } from "../input/data-arguments.ts";
import { cleanPath } from "../input/paths.ts";
import { printDone, printEnvelope } from "../output/print.ts";

export const command = defineCommand({
  summary: "Change some fields of data, configuration and secrets",
  usage: "[options] PATH [DATA K=V...]",
  description: [
    "Like write, but only the given fields change. Data are given as for write; in JSON, a null removes a field.",
  ],
  examples: [
    ["Change one setting of a role:", "patch pki/roles/example allow_localhost=false"],
    ["Give the changes as JSON:", "patch pki/roles/example @role.json"],
  ],
  flags: {
    force: switchFlag("Go on without any data, for paths that need none.", { aliases: ["f"] }),
  },
  output: "fields",
  least: 1,
  most: Number.POSITIVE_INFINITY,
  takesData: true,
  predict: ["path", "nothing"],
  async run(call) {
    const path = cleanPath(call.argument(0));
    const words = call.args.slice(1);
    if (words.length === 0 && !call.flags.force) throw new CliError("Must supply data or use -force");
    const data = await readDataArguments(call.terminal, words);
    const client = await call.client();
    const envelope = await attempt(call, `Error writing data to ${path}`, client.patch(path, data));
    if (envelope !== undefined) return await printEnvelope(call, envelope);
    printDone(call, `Success! Data written to: ${path}`);
    return 0;
  },
});
