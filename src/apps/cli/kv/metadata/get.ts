import { isJsonObject, type JsonObject } from "#client/json-text.ts";
import { attempt } from "../../attempt.ts";
import type { Call } from "../../call.ts";
import { CliError } from "../../cli-error.ts";
import { defineCommand } from "../../command.ts";
import type { FlagSet } from "../../flags/flag.ts";
import { printEnvelope } from "../../output/print.ts";
import { mountFlag } from "../kv-flags.ts";
import { demandVersions, findKvPlace } from "../kv-place.ts";
import { isTable, printPart, printPath } from "../print-secret.ts";

export const command = defineCommand({
  summary: "Read what is known about a secret",
  usage: "[options] KEY",
  description: ["Prints the settings of a secret and the state of each of its versions, never their values."],
  examples: [["See the versions of a secret:", "kv metadata get -mount=secret app"]],
  flags: { ...mountFlag },
  output: "fields",
  least: 1,
  most: 1,
  predict: ["path"],
  async run(call) {
    const place = await findKvPlace(call, call.argument(0), call.flags.mount);
    demandVersions(place, "Metadata");
    const path = place.pathIn("metadata");
    const client = await call.client();
    const envelope = await attempt(call, `Error reading ${path}`, client.read(path));
    if (envelope === undefined) throw new CliError(`No value found at ${path}`, 2);
    if (!isTable(call, envelope)) return await printEnvelope(call, envelope);
    const { versions, ...settings } = envelope.data ?? {};
    printPath(call, "Metadata Path", path);
    printPart(call, "Metadata", settings);
    if (isJsonObject(versions)) printVersions(call, versions);
    return 0;
  },
});

function printVersions(call: Call<FlagSet>, versions: JsonObject): void {
  const numbers = Object.keys(versions).sort((a, b) => Number(a) - Number(b));
  for (const number of numbers) {
    const version = versions[number];
    if (!isJsonObject(version)) continue;
    call.say("");
    printPart(call, `Version ${number}`, version);
  }
}
