import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { cleanPath } from "../input/paths.ts";
import { printWarnings } from "../output/print.ts";

export const command = defineCommand({
  summary: "Unlock the API of a namespace",
  usage: "[options] [PATH]",
  description: [
    "Lets the server answer requests to a namespace again. Needs -unlock-key, or a token with sudo. Without PATH the current namespace is meant.",
  ],
  examples: [["Unlock a namespace:", "namespace unlock -unlock-key=… team-a"]],
  flags: {},
  output: "plain",
  least: 0,
  most: 1,
  async run(call) {
    const path = cleanPath(call.args[0] ?? "");
    const key = call.shared["unlock-key"];
    const client = await call.client();
    const target = `sys/namespaces/api-lock/unlock${path === "" ? "" : `/${path}`}`;
    const unlocking = client.write(target, key === undefined ? {} : { unlock_key: key });
    const answer = await attempt(call, "Error unlocking namespace", unlocking);
    printWarnings(call, answer?.warnings);
    call.say("Success! Unlocked the namespace");
  },
});
