import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { cleanPath } from "../input/paths.ts";
import { printWarnings } from "../output/print.ts";

export const command = defineCommand({
  summary: "Remove an engine and its data",
  usage: "[options] PATH",
  description: [
    "Removes the engine mounted at the path (not: of the type). Its leases are revoked, its data are gone.",
  ],
  examples: [["Remove the engine at team/:", "secrets disable team/"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  predict: ["secret mount"],
  async run(call) {
    const path = cleanPath(call.argument(0));
    const client = await call.client();
    const answer = await attempt(
      call,
      `Error disabling secrets engine at ${path}/`,
      client.delete(`sys/mounts/${path}`),
    );
    printWarnings(call, answer?.warnings);
    call.say(`Success! Disabled the secrets engine (if it existed) at: ${path}/`);
  },
});
