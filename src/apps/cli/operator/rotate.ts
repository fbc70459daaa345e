import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { printKeyStatus } from "./print-key-status.ts";

export const command = defineCommand({
  summary: "Rotate the encryption key",
  usage: "[options]",
  description: [
    "Adds a new key that data are encrypted with from now on; older data stay readable. It is done for the whole cluster, with no pause.",
  ],
  examples: [["Rotate:", "operator rotate"]],
  flags: {},
  output: "fields",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    await attempt(call, "Error rotating key", client.write("sys/rotate"));
    const status = (await attempt(call, "Error reading key status", client.read("sys/key-status")))?.data;
    if (status === undefined) throw new CliError("Error reading key status: the server's answer is empty", 2);
    if (call.format === "table" && call.field === undefined) call.say("Success! Rotated key\n");
    return await printKeyStatus(call, status);
  },
});
