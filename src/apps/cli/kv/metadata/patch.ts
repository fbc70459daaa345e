import type { Json } from "#client/json-text.ts";
import { attempt } from "../../attempt.ts";
import { defineCommand } from "../../command.ts";
import { textsFlag } from "../../flags/flag.ts";
import { printDone, printEnvelope } from "../../output/print.ts";
import { demandVersions, findKvPlace } from "../kv-place.ts";
import { metadataBody, metadataFlags } from "./metadata-flags.ts";

export const command = defineCommand({
  summary: "Change some settings of a secret",
  usage: "[options] KEY",
  description: ["Like put, but settings that are not given stay as they are."],
  examples: [
    ["Demand check-and-set from now on:", "kv metadata patch -mount=secret -cas-required app"],
    ["Drop one note:", "kv metadata patch -mount=secret -remove-custom-metadata=owner app"],
  ],
  flags: {
    ...metadataFlags,
    "remove-custom-metadata": textsFlag("Note to remove. May be given several times."),
  },
  output: "fields",
  least: 1,
  most: 1,
  predict: ["path"],
  async run(call) {
    const place = await findKvPlace(call, call.argument(0), call.flags.mount);
    demandVersions(place, "Metadata");
    const path = place.pathIn("metadata");
    const removed = call.flags["remove-custom-metadata"].map((key): [string, Json] => [key, null]);
    const custom = { ...call.flags["custom-metadata"], ...Object.fromEntries(removed) };
    const body = metadataBody(call.flags);
    const changes = Object.keys(custom).length === 0 ? body : { ...body, custom_metadata: custom };
    const client = await call.client();
    const envelope = await attempt(call, `Error writing data to ${path}`, client.patch(path, changes));
    if (envelope !== undefined) return await printEnvelope(call, envelope);
    printDone(call, `Success! Data written to: ${path}`);
    return 0;
  },
});
