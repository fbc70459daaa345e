import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { mountPath } from "../input/paths.ts";
import { printWarnings } from "../output/print.ts";

export const command = defineCommand({
  summary: "Turn on versions for an engine",
  usage: "[options] PATH",
  description: ["Turns the version 1 key-value engine at the path into version 2. There is no way back."],
  examples: [["Turn on versions at secret/:", "kv enable-versioning secret"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  predict: ["secret mount"],
  async run(call) {
    const path = mountPath(call.argument(0));
    const client = await call.client();
    const tuning = client.post(`sys/mounts/${path}tune`, { options: { version: "2" } });
    const answer = await attempt(call, `Error tuning secrets engine ${path}`, tuning);
    printWarnings(call, answer?.warnings);
    call.say(`Success! Tuned the secrets engine at: ${path}`);
  },
});
