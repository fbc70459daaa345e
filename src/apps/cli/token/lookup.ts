import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { switchFlag } from "../flags/flag.ts";
import { printEnvelope } from "../output/print.ts";

export const command = defineCommand({
  summary: "Print what is known about a token",
  usage: "[options] [TOKEN | ACCESSOR]",
  description: ["Prints what the server knows about a token; without one, about the token in use."],
  examples: [
    ["About the token in use:", "token lookup"],
    ["About another one:", "token lookup hvs.CAESI…"],
    ["By its accessor, which reveals no token:", "token lookup -accessor 9793c9b3"],
  ],
  flags: { accessor: switchFlag("The argument is an accessor.") },
  output: "fields",
  least: 0,
  most: 1,
  async run(call) {
    const [token] = call.args;
    if (call.flags.accessor && token === undefined) {
      throw new CliError("Not enough arguments with -accessor (expected 1, got 0)");
    }
    const client = await call.client();
    const answer =
      token === undefined
        ? client.read("auth/token/lookup-self")
        : call.flags.accessor
          ? client.post("auth/token/lookup-accessor", { accessor: token.trim() })
          : client.post("auth/token/lookup", { token: token.trim() });
    const envelope = await attempt(call, "Error looking up token", answer);
    if (envelope === undefined) throw new CliError("Error looking up token: the server's answer is empty", 2);
    return await printEnvelope(call, envelope);
  },
});
