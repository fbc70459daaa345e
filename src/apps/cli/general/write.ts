import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { switchFlag } from "../flags/flag.ts";
import { readDataArguments } from "../input/data-arguments.ts";
import { cleanPath } from "../input/paths.ts";
import { printDone, printEnvelope, printField } from "../output/print.ts";

export const command = defineCommand({
  summary: "Write data, configuration and secrets",
  usage: "[options] PATH [DATA K=V...]",
  description: [
    "Writes data at the given path: credentials, secrets, configuration. What is done with it is decided by what is mounted there.",
    'Data are "key=value" pairs. A value that begins with "@" is read from a file, the value "-" from standard input; "@file" or "-" alone stand for a whole JSON object.',
  ],
  examples: [
    ["Store a secret in a version 1 key-value engine:", "write secret/my-secret foo=bar"],
    ["Create a key that needs no data:", "write -f transit/keys/my-key"],
    ["Read a policy from a file:", "write aws/roles/ops policy=@policy.json"],
    ["Keep a secret out of the arguments:", "{program} write auth/userpass/users/sally password=-"],
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
    const envelope = await attempt(call, `Error writing data to ${path}`, client.write(path, data));
    if (envelope !== undefined) return await printEnvelope(call, envelope);
    if (call.field !== undefined) return await printField(call, undefined, call.field);
    printDone(call, `Success! Data written to: ${path}`);
    return 0;
  },
});
