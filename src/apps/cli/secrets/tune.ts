import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { cleanPath } from "../input/paths.ts";
import { configBody, configFlags, given, optionsBody } from "../mounts/mount-flags.ts";
import { printWarnings } from "../output/print.ts";

export const command = defineCommand({
  summary: "Change the settings of an engine",
  usage: "[options] PATH",
  description: ["Changes the given settings of the engine mounted at the path (not: of the type)."],
  examples: [["Change the default TTL:", "secrets tune -default-lease-ttl=72h pki/"]],
  flags: { ...configFlags },
  output: "plain",
  least: 1,
  most: 1,
  predict: ["secret mount"],
  async run(call) {
    const path = cleanPath(call.argument(0));
    const body = {
      ...configBody(call.flags),
      ...given({ description: call.flags.description, options: optionsBody(call.flags) }),
    };
    const client = await call.client();
    const answer = await attempt(
      call,
      `Error tuning secrets engine ${path}/`,
      client.post(`sys/mounts/${path}/tune`, body),
    );
    printWarnings(call, answer?.warnings);
    call.say(`Success! Tuned the secrets engine at: ${path}/`);
  },
});
