import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { integerFlag } from "../flags/flag.ts";
import { readDataArguments } from "../input/data-arguments.ts";
import { printDone, printEnvelope } from "../output/print.ts";
import { mountFlag } from "./kv-flags.ts";
import { findKvPlace } from "./kv-place.ts";
import { printWritten } from "./print-secret.ts";

export const command = defineCommand({
  summary: "Create or replace a secret",
  usage: "[options] KEY [DATA K=V...]",
  description: [
    "Writes the given data as the whole secret: keys that are not given are gone in the new version. patch keeps them.",
    'A value that begins with "@" is read from a file, the value "-" from standard input; "@file" or "-" alone stand for a JSON object.',
  ],
  examples: [
    ["Store a secret:", "kv put -mount=secret app user=web password=…"],
    ["The same with one path:", "kv put secret/app user=web"],
    ["Take all of it from a JSON file:", "kv put -mount=secret app @app.json"],
    [
      "Keep a value out of the arguments:",
      'printf %s "$PASSWORD" | {program} kv put -mount=secret app password=-',
    ],
    ["Write only if nobody wrote since version 1:", "kv put -mount=secret -cas=1 app user=web"],
  ],
  flags: {
    ...mountFlag,
    cas: integerFlag(
      "Check-and-set: write only if the current version is this one; 0: only if there is none. Version 2 only.",
    ),
  },
  output: "fields",
  least: 1,
  most: Number.POSITIVE_INFINITY,
  takesData: true,
  predict: ["path", "nothing"],
  async run(call) {
    const words = call.args.slice(1);
    if (words.length === 0) throw new CliError("Must supply data");
    const data = await readDataArguments(call.terminal, words, { uniqueKeys: true });
    const place = await findKvPlace(call, call.argument(0), call.flags.mount);
    const path = place.pathIn("data");
    const { cas } = call.flags;
    const options = cas === undefined || cas < 0 ? {} : { cas };
    const client = await call.client();
    const body = place.isVersioned ? { data, options } : data;
    const envelope = await attempt(call, `Error writing data to ${path}`, client.write(path, body));
    if (envelope === undefined) {
      printDone(call, `Success! Data written to: ${path}`);
      return 0;
    }
    return place.isVersioned ? await printWritten(call, envelope, path) : await printEnvelope(call, envelope);
  },
});
