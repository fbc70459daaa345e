import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { printWarnings } from "../output/print.ts";
import { policyName } from "./policy-name.ts";

export const command = defineCommand({
  summary: "Delete a policy",
  usage: "[options] NAME",
  description: [
    'Deletes a policy. Tokens that have it lose what it allowed at once. "root" and "default" cannot be deleted.',
  ],
  examples: [["Delete the policy app:", "policy delete app"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  predict: ["policy"],
  async run(call) {
    const name = policyName(call);
    const client = await call.client();
    const answer = await attempt(call, `Error deleting ${name}`, client.delete(`sys/policies/acl/${name}`));
    printWarnings(call, answer?.warnings);
    call.say(`Success! Deleted policy: ${name}`);
  },
});
