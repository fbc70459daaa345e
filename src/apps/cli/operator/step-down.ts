import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";

export const command = defineCommand({
  summary: "Make the leader give up leading",
  usage: "[options]",
  description: ["Makes the leading node hand over to another one."],
  examples: [["Let another node lead:", "operator step-down"]],
  flags: {},
  output: "plain",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    await attempt(call, "Error stepping down", client.write("sys/step-down"));
    call.say(`Success! Stepped down: ${client.origin}`);
  },
});
