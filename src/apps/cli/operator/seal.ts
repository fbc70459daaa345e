import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";

export const command = defineCommand({
  summary: "Seal a server",
  usage: "[options]",
  description: [
    "Makes the server forget its keys and stop serving until it is unsealed again. Keys entered for an unseal in progress are discarded.",
  ],
  examples: [["Seal the server:", "operator seal"]],
  flags: {},
  output: "plain",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    await attempt(call, "Error sealing", client.write("sys/seal"));
    call.say("Success! Vault is sealed.");
  },
});
