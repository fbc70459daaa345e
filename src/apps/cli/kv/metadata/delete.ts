import { attempt } from "../../attempt.ts";
import { defineCommand } from "../../command.ts";
import { printDone, printWarnings } from "../../output/print.ts";
import { mountFlag } from "../kv-flags.ts";
import { demandVersions, findKvPlace } from "../kv-place.ts";

export const command = defineCommand({
  summary: "Remove a secret with all its versions",
  usage: "[options] KEY",
  description: ["Removes the secret, all its versions and what is known about it. Nothing brings them back."],
  examples: [["Remove a secret:", "kv metadata delete -mount=secret app"]],
  flags: { ...mountFlag },
  output: "plain",
  least: 1,
  most: 1,
  predict: ["path"],
  async run(call) {
    const place = await findKvPlace(call, call.argument(0), call.flags.mount);
    demandVersions(place, "Metadata");
    const path = place.pathIn("metadata");
    const client = await call.client();
    const answer = await attempt(call, `Error deleting ${path}`, client.delete(path));
    printWarnings(call, answer?.warnings);
    printDone(call, `Success! Data deleted (if it existed) at: ${path}`);
  },
});
