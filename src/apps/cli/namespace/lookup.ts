import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { cleanPath } from "../input/paths.ts";
import { printData } from "../output/print.ts";

export const command = defineCommand({
  summary: "Print what is known about a namespace",
  usage: "[options] PATH",
  description: ["Prints the id and metadata of a child of the current namespace."],
  examples: [["Look a namespace up:", "namespace lookup team-a"]],
  flags: {},
  output: "fields",
  least: 1,
  most: 1,
  async run(call) {
    const path = cleanPath(call.argument(0));
    const client = await call.client();
    const answer = await attempt(call, "Error looking up namespace", client.read(`sys/namespaces/${path}`));
    if (answer?.data === undefined) throw new CliError("Namespace not found", 2);
    return await printData(call, answer.data);
  },
});
