import type { Json } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { pairsFlag, textsFlag } from "../flags/flag.ts";
import { cleanPath } from "../input/paths.ts";
import { printData } from "../output/print.ts";

export const command = defineCommand({
  summary: "Change the metadata of a namespace",
  usage: "[options] PATH",
  description: ["Adds, changes and removes what is noted about a child of the current namespace."],
  examples: [
    [
      "Change one note and remove another:",
      "namespace patch -custom-metadata=owner=web -remove-custom-metadata=old team-a",
    ],
  ],
  flags: {
    "custom-metadata": pairsFlag("Note to add or change. May be given several times."),
    "remove-custom-metadata": textsFlag("Note to remove. May be given several times."),
  },
  output: "fields",
  least: 1,
  most: 1,
  async run(call) {
    const path = cleanPath(call.argument(0));
    const removed = call.flags["remove-custom-metadata"].map((key): [string, Json] => [key, null]);
    const changes = { ...call.flags["custom-metadata"], ...Object.fromEntries(removed) };
    if (Object.keys(changes).length === 0)
      throw new CliError("Must supply -custom-metadata or -remove-custom-metadata");
    const client = await call.client();
    const patching = client.patch(`sys/namespaces/${path}`, { custom_metadata: changes });
    const answer = await attempt(call, "Error patching namespace", patching);
    if (answer?.data === undefined) throw new CliError("Namespace not found", 2);
    return await printData(call, answer.data);
  },
});
