import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { printDone, printEnvelope } from "../output/print.ts";
import { mountFlag, versionNumbers, versionsFlag } from "./kv-flags.ts";
import { findKvPlace } from "./kv-place.ts";

export const command = defineCommand({
  summary: "Delete versions of a secret; undelete brings them back",
  usage: "[options] KEY",
  description: [
    "Marks versions as deleted: they are no longer read, and undelete brings them back. Without -versions the newest is meant. In a version 1 engine the secret is gone.",
  ],
  examples: [
    ["Delete the newest version:", "kv delete -mount=secret app"],
    ["Delete versions 3 and 4:", "kv delete -mount=secret -versions=3,4 app"],
    ["Remove a secret with all its versions:", "kv metadata delete -mount=secret app"],
  ],
  flags: { ...mountFlag, ...versionsFlag },
  output: "fields",
  least: 1,
  most: 1,
  predict: ["path"],
  async run(call) {
    const place = await findKvPlace(call, call.argument(0), call.flags.mount);
    const path = place.pathIn("data");
    const versions = versionNumbers(call.flags.versions);
    const client = await call.client();
    const deleting =
      place.isVersioned && versions.length > 0
        ? client.write(place.pathIn("delete"), { versions })
        : client.delete(path);
    const envelope = await attempt(call, `Error deleting ${path}`, deleting);
    if (envelope !== undefined) return await printEnvelope(call, envelope);
    printDone(call, `Success! Data deleted (if it existed) at: ${path}`);
    return 0;
  },
});
