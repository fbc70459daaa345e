import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { switchFlag } from "../flags/flag.ts";
import { nothingListed, printListing } from "../output/print-listing.ts";

export const command = defineCommand({
  summary: "List child namespaces",
  usage: "[options]",
  description: ["Lists the children of the current namespace."],
  examples: [
    ["List the children:", "namespace list"],
    ["With what is known about each:", "namespace list -detailed"],
  ],
  flags: { detailed: switchFlag("Show ids and metadata.") },
  output: "format",
  least: 0,
  most: 0,
  async run(call) {
    const path = "sys/namespaces";
    const client = await call.client();
    const envelope = await attempt(call, "Error listing namespaces", client.list(path));
    if (envelope?.data === undefined) {
      throw nothingListed(call, "No namespaces found");
    }
    return await printListing(call, envelope, { path, detailed: call.flags.detailed });
  },
});
