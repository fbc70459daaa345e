import { isJsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { plainText } from "../output/plain-text.ts";
import { printEnvelope } from "../output/print.ts";
import { table } from "../output/table.ts";

export const command = defineCommand({
  summary: "Print the versions a server has run",
  usage: "[options]",
  description: ["Prints which versions have run on the server's data, and since when."],
  examples: [["Print the history:", "version-history"]],
  flags: {},
  output: "fields",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    const envelope = await attempt(call, "Error reading version history", client.list("sys/version-history"));
    if (envelope?.data === undefined) throw new CliError("No version history found", 2);
    if (call.format !== "table" || call.field !== undefined) return await printEnvelope(call, envelope);
    const keys = Array.isArray(envelope.data.keys) ? envelope.data.keys.map((key) => plainText(key)) : [];
    const rows = keys.map((version) => [version, ...detailsOf(envelope.data?.key_info, version)]);
    call.terminal.out(table([["Version", "Installation Time", "Build Date"], ...rows]));
    return 0;
  },
});

function detailsOf(keyInfo: unknown, version: string): string[] {
  const detail = isJsonObject(keyInfo) ? keyInfo[version] : undefined;
  if (!isJsonObject(detail)) return ["", ""];
  return [plainText(detail.timestamp_installed ?? ""), plainText(detail.build_date ?? "")];
}
