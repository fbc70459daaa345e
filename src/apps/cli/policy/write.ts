import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { readTextFile } from "../input/read-text-file.ts";
import { printWarnings } from "../output/print.ts";
import { policyName } from "./policy-name.ts";

export const command = defineCommand({
  summary: "Write a policy from a file",
  usage: "[options] NAME PATH",
  description: [
    'Creates or replaces a policy with the text of a file, or of standard input when PATH is "-".',
  ],
  examples: [
    ["From a file:", "policy write app app.hcl"],
    ["From standard input:", "{program} policy write app - < app.hcl"],
  ],
  flags: {},
  output: "plain",
  least: 2,
  most: 2,
  predict: ["policy", "file"],
  async run(call) {
    const policy = await readTextFile(call.terminal, call.argument(1).trim(), "policy file");
    const name = policyName(call);
    const client = await call.client();
    const answer = await attempt(
      call,
      "Error uploading policy",
      client.write(`sys/policies/acl/${name}`, { policy }),
    );
    printWarnings(call, answer?.warnings);
    call.say(`Success! Uploaded policy: ${name}`);
  },
});
