import { ApiError } from "#client/api-error.ts";
import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { integerFlag, switchFlag, textFlag } from "../flags/flag.ts";
import { cleanPath } from "../input/paths.ts";
import { printWarnings } from "../output/print.ts";
import { nothingListed, printListing } from "../output/print-listing.ts";

export const command = defineCommand({
  summary: "List data or secrets",
  usage: "[options] PATH",
  description: [
    "Lists the names at the given path. Names that end in a slash are folders. Not every engine can list.",
  ],
  examples: [
    ["List the secrets under my-app:", "list secret/my-app/"],
    ["Show what is known about each name:", "list -detailed pki/issuers"],
    ["List the next 50 names after one:", "list -after=serial -limit=50 pki/certs"],
  ],
  flags: {
    after: textFlag("Begin after this name, on paths that can list in pages."),
    limit: integerFlag("At most so many names, on paths that can list in pages."),
    detailed: switchFlag("Show what the server tells about each name."),
  },
  output: "format",
  least: 1,
  most: 1,
  predict: ["path"],
  async run(call) {
    const path = cleanPath(call.argument(0));
    const query: [string, string][] = [];
    if (call.flags.after !== undefined) query.push(["after", call.flags.after]);
    if (call.flags.limit !== undefined) query.push(["limit", String(call.flags.limit)]);
    const client = await call.client();
    const listed = client.list(path, query).catch((error: unknown) => {
      // Whatever the reason of a 404, scripts read `{}` for "nothing there".
      if (error instanceof ApiError && error.status === 404 && call.format !== "table") return undefined;
      throw error;
    });
    const envelope = await attempt(call, `Error listing ${path}`, listed);
    if (envelope?.data === undefined && envelope?.wrapInfo === undefined) {
      // A path of the other version of kv: the warning says so.
      if (call.format === "table") printWarnings(call, envelope?.warnings);
      throw nothingListed(call, `No value found at ${path}`);
    }
    return await printListing(call, envelope, { path, detailed: call.flags.detailed });
  },
});
