import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { printKeyStatus } from "./print-key-status.ts";

export const command = defineCommand({
  summary: "Print the state of the encryption key",
  usage: "[options]",
  description: [
    "Prints the term of the key that data are encrypted with, since when it is in use and how often it was used.",
  ],
  examples: [["Print the state:", "operator key-status"]],
  flags: {},
  output: "fields",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    const status = (await attempt(call, "Error reading key status", client.read("sys/key-status")))?.data;
    if (status === undefined) throw new CliError("Error reading key status: the server's answer is empty", 2);
    return await printKeyStatus(call, status);
  },
});
