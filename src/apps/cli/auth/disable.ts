import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { cleanPath } from "../input/paths.ts";
import { printWarnings } from "../output/print.ts";

export const command = defineCommand({
  summary: "Remove an auth method",
  usage: "[options] PATH",
  description: [
    "Removes the auth method at the path (not: of the type). All tokens that it gave out are revoked.",
  ],
  examples: [["Remove the method at userpass/:", "auth disable userpass/"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  predict: ["auth mount"],
  async run(call) {
    const path = cleanPath(call.argument(0));
    const client = await call.client();
    const answer = await attempt(
      call,
      `Error disabling auth method at ${path}/`,
      client.delete(`sys/auth/${path}`),
    );
    printWarnings(call, answer?.warnings);
    call.say(`Success! Disabled the auth method (if it existed) at: ${path}/`);
  },
});
