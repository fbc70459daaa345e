import { attempt } from "../../attempt.ts";
import { defineCommand } from "../../command.ts";
import { printDone, printEnvelope } from "../../output/print.ts";
import { demandVersions, findKvPlace } from "../kv-place.ts";
import { metadataBody, metadataFlags } from "./metadata-flags.ts";

export const command = defineCommand({
  summary: "Replace the settings of a secret",
  usage: "[options] KEY",
  description: [
    "Sets how a secret is kept, and what is noted about it. Without flags it creates the secret with no data.",
  ],
  examples: [
    ["Keep at most 5 versions:", "kv metadata put -mount=secret -max-versions=5 app"],
    ["Delete each version after a time:", "kv metadata put -mount=secret -delete-version-after=3h25m19s app"],
    ["Note who owns it:", "kv metadata put -mount=secret -custom-metadata=owner=payments app"],
  ],
  flags: { ...metadataFlags },
  output: "fields",
  least: 1,
  most: 1,
  predict: ["path"],
  async run(call) {
    const place = await findKvPlace(call, call.argument(0), call.flags.mount);
    demandVersions(place, "Metadata");
    const path = place.pathIn("metadata");
    const client = await call.client();
    const envelope = await attempt(
      call,
      `Error writing data to ${path}`,
      client.write(path, metadataBody(call.flags)),
    );
    if (envelope !== undefined) return await printEnvelope(call, envelope);
    printDone(call, `Success! Data written to: ${path}`);
    return 0;
  },
});
