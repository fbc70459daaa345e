import { attempt } from "../attempt.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import type { FlagSet } from "../flags/flag.ts";
import { readTextArguments } from "../input/data-arguments.ts";
import { cleanPath } from "../input/paths.ts";
import { printEnvelope } from "../output/print.ts";

export const command = defineCommand({
  summary: "Read data and retrieve secrets",
  usage: "[options] PATH [DATA K=V...]",
  description: [
    "Reads data at the given path: secrets, generated credentials, configuration and more. K=V arguments go along as query parameters.",
  ],
  examples: [
    ["Read a secret of a version 1 key-value engine:", "read secret/my-secret"],
    ["Read who the token belongs to, as JSON:", "read -format=json auth/token/lookup-self"],
  ],
  flags: {},
  output: "fields",
  extraFormats: ["raw"],
  least: 1,
  most: Number.POSITIVE_INFINITY,
  takesData: true,
  predict: ["path", "nothing"],
  async run(call) {
    const path = cleanPath(call.argument(0));
    const query = await readTextArguments(call.terminal, call.args.slice(1));
    if (call.format === "raw" && call.field === undefined) return await readRaw(call, path, query);
    const client = await call.client();
    const envelope = await attempt(call, `Error reading ${path}`, client.read(path, query));
    if (envelope === undefined) throw new CliError(`No value found at ${path}`, 2);
    return await printEnvelope(call, envelope);
  },
});

/** The answer's body as it came. */
async function readRaw(call: Call<FlagSet>, path: string, query: [string, string][]): Promise<undefined> {
  const client = await call.client();
  const answer = client.call({ method: "GET", path, query, expected: (status) => status === 404 });
  const { status, bytes } = await attempt(call, `Error reading ${path}`, answer);
  if (status === 404) throw new CliError(`No value found at ${path}`, 2);
  const text = new TextDecoder().decode(bytes);
  call.terminal.out(text.endsWith("\n") ? text : `${text}\n`);
}
