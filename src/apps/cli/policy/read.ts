import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { escapeControls } from "../output/escape-controls.ts";
import { plainText } from "../output/plain-text.ts";
import { printValue } from "../output/print.ts";
import { policyName } from "./policy-name.ts";

export const command = defineCommand({
  summary: "Print a policy",
  usage: "[options] NAME",
  description: ["Prints the text of a policy."],
  examples: [["Print the default policy:", "policy read default"]],
  flags: {},
  output: "format",
  least: 1,
  most: 1,
  predict: ["policy"],
  async run(call) {
    const name = policyName(call);
    const client = await call.client();
    const answer = await attempt(
      call,
      `Error reading policy named ${name}`,
      client.read(`sys/policies/acl/${name}`),
    );
    const policy = answer?.data?.policy;
    // Root's policy has no text: there is nothing to print.
    if (policy === undefined || policy === "") throw new CliError(`No policy named: ${name}`, 2);
    if (call.format !== "table") return await printValue(call, { policy });
    call.say(escapeControls(plainText(policy).trim()));
    return 0;
  },
});
