import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { nothingListed, printListing } from "../output/print-listing.ts";
import { mountFlag } from "./kv-flags.ts";
import { findKvPlace } from "./kv-place.ts";

export const command = defineCommand({
  summary: "List secrets",
  usage: "[options] PATH",
  description: [
    "Lists the secrets at a path. Names that end in a slash are folders. With -mount the path may be left out.",
  ],
  examples: [
    ["List the secrets of an engine:", "kv list -mount=secret"],
    ["List a folder:", "kv list secret/my-app/"],
  ],
  flags: { ...mountFlag },
  output: "format",
  least: 0,
  most: 1,
  predict: ["path"],
  async run(call) {
    const { mount } = call.flags;
    if (call.args.length === 0 && mount === undefined)
      throw new CliError("Not enough arguments (expected 1, got 0): give PATH or -mount");
    const place = await findKvPlace(call, call.args[0] ?? "", mount);
    const path = place.pathIn("metadata");
    const client = await call.client();
    const envelope = await attempt(call, `Error listing ${path}`, client.list(path));
    if (envelope?.data === undefined && envelope?.wrapInfo === undefined) {
      throw nothingListed(call, `No value found at ${path}`);
    }
    return await printListing(call, envelope, { path, detailed: false });
  },
});
