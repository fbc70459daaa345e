import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { printEnvelope } from "../output/print.ts";

export const command = defineCommand({
  summary: "Unwrap a wrapped secret",
  usage: "[options] [TOKEN]",
  description: [
    "Gets the answer that was wrapped in the given token. It can be done once. Without a token, the one you are logged in with is unwrapped.",
  ],
  examples: [
    ["Unwrap what a wrapping token holds:", "unwrap hvs.CAESI…"],
    ["Unwrap the token in use:", "unwrap"],
  ],
  flags: {},
  output: "fields",
  least: 0,
  most: 1,
  async run(call) {
    const client = await call.client();
    const [token] = call.args;
    const { unwrap } = await import("./unwrap-token.ts");
    const envelope = await attempt(call, "Error unwrapping", unwrap(client, token?.trim()));
    if (envelope !== undefined) return await printEnvelope(call, envelope);
    call.say("Successfully unwrapped. There was no data in the wrapped secret.");
    return 0;
  },
});
