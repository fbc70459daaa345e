import { isJsonObject, type JsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { plainText } from "../output/plain-text.ts";
import { printValue } from "../output/print.ts";
import { table } from "../output/table.ts";

const COLUMNS: readonly (readonly [title: string, name: string])[] = [
  ["Host Name", "hostname"],
  ["API Address", "api_address"],
  ["Cluster Address", "cluster_address"],
  ["Active Node", "active_node"],
  ["Version", "version"],
  ["Upgrade Version", "upgrade_version"],
  ["Redundancy Zone", "redundancy_zone"],
  ["Last Echo", "last_echo"],
];

export const command = defineCommand({
  summary: "List the nodes of the cluster",
  usage: "[options]",
  description: [
    "Lists the nodes that the leader knows, with their addresses and when they were last heard of.",
  ],
  examples: [["List the nodes:", "operator members"]],
  flags: {},
  output: "format",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    const answer = await attempt(call, "Error reading members", client.read("sys/ha-status"));
    const listed = answer?.data?.nodes;
    const nodes = Array.isArray(listed) ? listed.filter(isJsonObject) : [];
    if (call.format !== "table") return await printValue(call, { Nodes: nodes });
    // Zones are shown only where there are any.
    const shown = COLUMNS.filter(
      ([, name]) => name !== "redundancy_zone" || nodes.some((node) => Boolean(node[name])),
    );
    const rows = nodes.map((node) => shown.map(([, name]) => cellOf(node, name)));
    call.terminal.out(table([shown.map(([title]) => title), ...rows]));
    return 0;
  },
});

function cellOf(node: JsonObject, name: string): string {
  const text = plainText(node[name] ?? "");
  // Fractions of seconds only make the column wide.
  return name === "last_echo" ? text.replace(/\.\d+/, "") : text;
}
