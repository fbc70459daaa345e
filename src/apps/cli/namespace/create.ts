import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { pairsFlag } from "../flags/flag.ts";
import { cleanPath } from "../input/paths.ts";
import { printData } from "../output/print.ts";

export const command = defineCommand({
  summary: "Create a namespace",
  usage: "[options] PATH",
  description: ["Creates a child of the current namespace."],
  examples: [["Create a namespace with a note:", "namespace create -custom-metadata=owner=payments team-a"]],
  flags: { "custom-metadata": pairsFlag("What you want to note about it. May be given several times.") },
  output: "fields",
  least: 1,
  most: 1,
  async run(call) {
    const path = cleanPath(call.argument(0));
    const body = { custom_metadata: call.flags["custom-metadata"] };
    const client = await call.client();
    const answer = await attempt(
      call,
      "Error creating namespace",
      client.post(`sys/namespaces/${path}`, body),
    );
    if (answer?.data === undefined)
      throw new CliError("Error creating namespace: the server's answer is empty", 2);
    return await printData(call, answer.data);
  },
});
