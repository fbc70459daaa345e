import type { Envelope } from "#client/envelope.ts";
import { isJsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { type FlagSet, integerFlag } from "../flags/flag.ts";
import { printEnvelope, printField } from "../output/print.ts";
import { mountFlag } from "./kv-flags.ts";
import { findKvPlace } from "./kv-place.ts";
import { isTable, printPart, printVersion } from "./print-secret.ts";

export const command = defineCommand({
  summary: "Read a secret",
  usage: "[options] KEY",
  description: ["Reads the newest version of a secret, or the one that is asked for."],
  examples: [
    ["Read a secret:", "kv get -mount=secret app"],
    ["Read one value for a script:", "kv get -mount=secret -field=password app"],
    ["Read an earlier version:", "kv get -mount=secret -version=1 app"],
    ["The same with one path:", "kv get secret/app"],
  ],
  flags: {
    ...mountFlag,
    version: integerFlag("The version to read. The default is the newest."),
  },
  output: "fields",
  least: 1,
  most: 1,
  predict: ["path"],
  async run(call) {
    const place = await findKvPlace(call, call.argument(0), call.flags.mount);
    const path = place.pathIn("data");
    const { version } = call.flags;
    const query = place.isVersioned && version !== undefined ? ([["version", String(version)]] as const) : [];
    const client = await call.client();
    const envelope = await attempt(call, `Error reading ${path}`, client.read(path, query));
    if (envelope === undefined) throw new CliError(`No value found at ${path}`, 2);
    if (envelope.wrapInfo !== undefined) return await printEnvelope(call, envelope);
    if (!place.isVersioned) return await printUnversioned(call, envelope);
    if (call.field !== undefined) return await printVersionField(call, envelope, path);
    return await printVersion(call, envelope, path);
  },
});

async function printUnversioned(call: Call<FlagSet>, envelope: Envelope): Promise<number> {
  if (!isTable(call, envelope)) return await printEnvelope(call, envelope);
  if (envelope.data !== undefined) printPart(call, "Data", envelope.data);
  return 0;
}

/** A field of the secret itself; `data` may also mean all of it. */
async function printVersionField(call: Call<FlagSet>, envelope: Envelope, path: string): Promise<number> {
  const data = envelope.data?.data;
  if (!isJsonObject(data)) throw new CliError(`No data found at ${path}`, 2);
  const field = call.field ?? "";
  return await printField(call, data[field] ?? (field === "data" ? data : undefined), field);
}
