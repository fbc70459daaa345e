import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { plainText } from "../output/plain-text.ts";
import { printValue } from "../output/print.ts";

export const command = defineCommand({
  summary: "List the policies",
  usage: "[options]",
  description: ["Lists the names of the policies."],
  examples: [["List the policies:", "policy list"]],
  flags: {},
  output: "format",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    const answer = await attempt(call, "Error listing policies", client.list("sys/policies/acl"));
    const keys = answer?.data?.keys;
    const names = Array.isArray(keys) ? keys.map((key) => plainText(key)) : [];
    if (call.format !== "table") return await printValue(call, names);
    for (const name of names) call.say(name);
    return 0;
  },
});
