import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { switchFlag } from "../flags/flag.ts";
import { plainText } from "../output/plain-text.ts";
import { printValue } from "../output/print.ts";

export const command = defineCommand({
  summary: "Print what a token may do at a path",
  usage: "[options] [TOKEN | ACCESSOR] PATH",
  description: ["Prints the capabilities of a token at a path; without a token, those of the token in use."],
  examples: [
    ["Of the token in use:", "token capabilities secret/data/app"],
    ["Of another one:", "token capabilities hvs.CAESI… cubbyhole/foo"],
  ],
  flags: { accessor: switchFlag("The first argument is an accessor.") },
  output: "format",
  least: 1,
  most: 2,
  predict: ["path", "path"],
  async run(call) {
    const [first = "", second] = call.args;
    if (call.flags.accessor && second === undefined) {
      throw new CliError("Not enough arguments with -accessor (expected 2, got 1)");
    }
    const client = await call.client();
    const paths = [second ?? first];
    const answer =
      second === undefined
        ? client.post("sys/capabilities-self", { paths })
        : call.flags.accessor
          ? client.post("sys/capabilities-accessor", { accessor: first, paths })
          : client.post("sys/capabilities", { token: first, paths });
    const data = (await attempt(call, "Error listing capabilities", answer))?.data ?? {};
    const list = data[second ?? first] ?? data.capabilities;
    if (!Array.isArray(list)) throw new CliError("No capabilities found", 2);
    const capabilities = list.map((capability) => plainText(capability)).sort();
    if (call.format !== "table") return await printValue(call, capabilities);
    call.say(capabilities.join(", "));
    return 0;
  },
});
