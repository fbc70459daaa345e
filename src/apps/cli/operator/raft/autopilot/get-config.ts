import { attempt } from "../../../attempt.ts";
import { CliError } from "../../../cli-error.ts";
import { defineCommand } from "../../../command.ts";
import { plainText } from "../../../output/plain-text.ts";
import { printData, printRows } from "../../../output/print.ts";

const TITLES: readonly (readonly [title: string, name: string])[] = [
  ["Cleanup Dead Servers", "cleanup_dead_servers"],
  ["Last Contact Threshold", "last_contact_threshold"],
  ["Dead Server Last Contact Threshold", "dead_server_last_contact_threshold"],
  ["Server Stabilization Time", "server_stabilization_time"],
  ["Min Quorum", "min_quorum"],
  ["Max Trailing Logs", "max_trailing_logs"],
  ["Disable Upgrade Migration", "disable_upgrade_migration"],
];

export const command = defineCommand({
  summary: "Print the settings",
  usage: "[options]",
  description: ["Prints the settings of autopilot."],
  examples: [["Print the settings:", "operator raft autopilot get-config"]],
  flags: {},
  output: "fields",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    const path = "sys/storage/raft/autopilot/configuration";
    const config = (await attempt(call, "Error reading autopilot configuration", client.read(path)))?.data;
    if (config === undefined) throw new CliError("No autopilot configuration found", 2);
    if (call.format !== "table" || call.field !== undefined) return await printData(call, config);
    const told = TITLES.filter(([, name]) => Object.hasOwn(config, name));
    printRows(
      call,
      told.map(([title, name]) => [title, plainText(config[name])] as const),
    );
    return 0;
  },
});
