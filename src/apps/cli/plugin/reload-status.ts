import { isJsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { plainText } from "../output/plain-text.ts";
import { printValue } from "../output/print.ts";
import { table } from "../output/table.ts";

export const command = defineCommand({
  summary: "Print how far a reload is",
  usage: "[options] RELOAD_ID",
  description: ["Prints which nodes have carried out a reload on all nodes."],
  examples: [["Look at a reload:", "plugin reload-status d60a3e83-a598-4f3a-879d-0ddd95f11d4e"]],
  flags: {},
  output: "format",
  least: 1,
  most: 1,
  async run(call) {
    const id = call.argument(0).trim();
    const client = await call.client();
    const reading = client.read("sys/plugins/reload/backend/status", [["reload_id", id]]);
    const data = (await attempt(call, "Error retrieving plugin reload status", reading))?.data;
    if (data === undefined) throw new CliError(`no reload ${id} is known`, 2);
    if (call.format !== "table") return await printValue(call, data);
    const results = isJsonObject(data.results) ? data.results : {};
    const rows = Object.entries(results).map(([node, result]) => {
      const known = isJsonObject(result) ? result : {};
      return [plainText(known.timestamp ?? ""), node, plainText(known.error ?? "") || "success"];
    });
    call.terminal.out(table([["Time", "Participant", "Success"], ...rows]));
    return 0;
  },
});
