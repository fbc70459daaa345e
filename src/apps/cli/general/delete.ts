import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { readTextArguments } from "../input/data-arguments.ts";
import { cleanPath } from "../input/paths.ts";
import { printDone, printEnvelope, printWarnings } from "../output/print.ts";

export const command = defineCommand({
  summary: "Delete secrets and configuration",
  usage: "[options] PATH [DATA K=V...]",
  description: [
    "Deletes what is at the given path. What that means is decided by what is mounted there: a version 1 secret is gone, a role can no longer be used. K=V arguments go along as query parameters.",
  ],
  examples: [
    ["Delete a secret of a version 1 key-value engine:", "delete secret/my-secret"],
    ["Delete a role:", "delete aws/roles/ops"],
  ],
  flags: {},
  output: "fields",
  least: 1,
  most: Number.POSITIVE_INFINITY,
  takesData: true,
  predict: ["path", "nothing"],
  async run(call) {
    const path = cleanPath(call.argument(0));
    const query = await readTextArguments(call.terminal, call.args.slice(1));
    const client = await call.client();
    const envelope = await attempt(call, `Error deleting ${path}`, client.delete(path, query));
    if (envelope?.data !== undefined || envelope?.wrapInfo !== undefined)
      return await printEnvelope(call, envelope);
    printWarnings(call, envelope?.warnings);
    printDone(call, `Success! Data deleted (if it existed) at: ${path}`);
    return 0;
  },
});
