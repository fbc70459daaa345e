import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { printDone, printEnvelope } from "../output/print.ts";
import { mountFlag, versionNumbers, versionsFlag } from "./kv-flags.ts";
import { demandVersions, findKvPlace } from "./kv-place.ts";

export const command = defineCommand({
  summary: "Bring deleted versions back",
  usage: "[options] KEY",
  description: ["Takes back the deletion of versions. Destroyed ones are gone."],
  examples: [["Bring version 3 back:", "kv undelete -mount=secret -versions=3 app"]],
  flags: { ...mountFlag, ...versionsFlag },
  output: "fields",
  least: 1,
  most: 1,
  predict: ["path"],
  async run(call) {
    const versions = versionNumbers(call.flags.versions);
    if (versions.length === 0) {
      throw new CliError(
        'No versions provided, use the "-versions" flag to specify the version to undelete.',
      );
    }
    const place = await findKvPlace(call, call.argument(0), call.flags.mount);
    demandVersions(place, "Undelete");
    const path = place.pathIn("undelete");
    const client = await call.client();
    const envelope = await attempt(call, `Error writing data to ${path}`, client.write(path, { versions }));
    if (envelope !== undefined) return await printEnvelope(call, envelope);
    printDone(call, `Success! Data written to: ${path}`);
    return 0;
  },
});
