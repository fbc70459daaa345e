import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { cleanPath } from "../input/paths.ts";
import { plainText } from "../output/plain-text.ts";
import { printData } from "../output/print.ts";

export const command = defineCommand({
  summary: "Lock the API of a namespace",
  usage: "[options] [PATH]",
  description: [
    "Makes the server refuse requests to a namespace and all within it. Without PATH the current one is meant.",
  ],
  examples: [["Lock a namespace:", "namespace lock team-a"]],
  flags: {},
  output: "fields",
  least: 0,
  most: 1,
  async run(call) {
    const path = cleanPath(call.args[0] ?? "");
    const client = await call.client();
    const target = `sys/namespaces/api-lock/lock${path === "" ? "" : `/${path}`}`;
    const answer = await attempt(call, "Error locking namespace", client.write(target));
    if (answer?.data === undefined)
      throw new CliError("Error locking namespace: the server's answer is empty", 2);
    if (call.format !== "table" || call.field !== undefined) return await printData(call, answer.data);
    call.say(`Unlock Key: ${plainText(answer.data.unlock_key)}

Namespace is now locked. Please securely store the unlock key printed above.
You must supply it to re-enable access to the namespace; without it only a
token with sudo can.`);
    return 0;
  },
});
