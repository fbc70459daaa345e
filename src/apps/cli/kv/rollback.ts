import type { Envelope } from "#client/envelope.ts";
import { isJsonObject, numberOf } from "#client/json-text.ts";
import type { VaultClient } from "#client/vault-client.ts";
import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { integerFlag } from "../flags/flag.ts";
import { printDone, printEnvelope } from "../output/print.ts";
import { mountFlag } from "./kv-flags.ts";
import { findKvPlace } from "./kv-place.ts";

export const command = defineCommand({
  summary: "Make an earlier version current again",
  usage: "[options] KEY",
  description: [
    "Writes the data of an earlier version as a new one: with 5 versions, rolling back to 2 makes a version 6 that equals 2. Version 2 engines only.",
  ],
  examples: [["Go back to version 2:", "kv rollback -mount=secret -version=2 app"]],
  flags: { ...mountFlag, version: integerFlag("The version to make current again.") },
  output: "fields",
  least: 1,
  most: 1,
  predict: ["path"],
  async run(call) {
    const { version } = call.flags;
    if (version === undefined) throw new CliError("Version flag must be specified");
    if (version <= 0)
      throw new CliError(`Invalid value ${version} for the version flag: versions begin at 1`);
    const place = await findKvPlace(call, call.argument(0), call.flags.mount);
    if (!place.isVersioned) throw new CliError("K/V engine mount must be version 2 for rollback support", 2);
    const path = place.pathIn("data");
    const rolling = rollBack(await call.client(), { path, metadataPath: place.pathIn("metadata"), version });
    const envelope = await attempt(call, `Error rolling back ${path}`, rolling);
    if (envelope !== undefined) return await printEnvelope(call, envelope);
    printDone(call, `Success! Data written to: ${path}`);
    return 0;
  },
});

interface Rollback {
  readonly path: string;
  readonly metadataPath: string;
  readonly version: number;
}

async function rollBack(
  client: VaultClient,
  { path, metadataPath, version }: Rollback,
): Promise<Envelope | undefined> {
  const metadata = await client.read(metadataPath);
  const current = numberOf(metadata?.data?.current_version);
  const earlier = await client.read(path, [["version", String(version)]]);
  if (earlier === undefined || current === undefined) throw new CliError(`No value found at ${path}`, 2);
  const data = earlier.data?.data;
  if (!isJsonObject(data))
    throw new CliError(`Version ${version} of ${path} is deleted or destroyed: cannot roll back to it`, 2);
  return await client.write(path, { data, options: { cas: current } });
}
