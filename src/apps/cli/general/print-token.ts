import { defineCommand } from "../command.ts";
import { setting } from "../setting.ts";

export const command = defineCommand({
  summary: "Print the token in use",
  usage: "",
  description: [
    "Prints the token that commands will send: the one in VAULT_TOKEN, else the one the token helper keeps.",
  ],
  examples: [["Print the token:", "print token"]],
  flags: {},
  output: "plain",
  least: 0,
  most: 0,
  isLocal: true,
  async run(call) {
    const fromEnvironment = setting(call.terminal.environment, "TOKEN");
    if (fromEnvironment !== undefined) {
      call.say(fromEnvironment);
      return;
    }
    const { openTokenHelper } = await import("../token-helper/open-token-helper.ts");
    call.say((await (await openTokenHelper(call.terminal)).get()) ?? "");
  },
});
