import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { cleanPath } from "../input/paths.ts";

export const command = defineCommand({
  summary: "Delete a namespace",
  usage: "[options] PATH",
  description: [
    "Deletes a child of the current namespace with everything in it. The server does it in the background.",
  ],
  examples: [["Delete a namespace:", "namespace delete team-a"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  async run(call) {
    const path = cleanPath(call.argument(0));
    const client = await call.client();
    const answer = await attempt(call, "Error deleting namespace", client.delete(`sys/namespaces/${path}`));
    if (answer?.data === undefined) call.say(`Success! Namespace deleted at: ${path}/`);
    else call.say(`Success! Namespace deletion scheduled: ${path}/`);
  },
});
