import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { cleanPath } from "../input/paths.ts";
import { printWarnings } from "../output/print.ts";

export const command = defineCommand({
  summary: "Disable an audit device",
  usage: "[options] PATH",
  description: ["Disables the audit device at the path (not: of the type). What it has recorded stays."],
  examples: [["Disable the device at file/:", "audit disable file/"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  predict: ["audit device"],
  async run(call) {
    const path = cleanPath(call.argument(0));
    const client = await call.client();
    const answer = await attempt(call, "Error disabling audit device", client.delete(`sys/audit/${path}`));
    printWarnings(call, answer?.warnings);
    call.say(`Success! Disabled audit device (if it was enabled) at: ${path}/`);
  },
});
