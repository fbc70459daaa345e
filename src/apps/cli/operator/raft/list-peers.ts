import { isJsonObject, type Json } from "#client/json-text.ts";
import { attempt } from "../../attempt.ts";
import { CliError } from "../../cli-error.ts";
import { defineCommand } from "../../command.ts";
import { plainText } from "../../output/plain-text.ts";
import { printEnvelope } from "../../output/print.ts";
import { table } from "../../output/table.ts";

export const command = defineCommand({
  summary: "List the members",
  usage: "[options]",
  description: ["Lists the members of the Raft cluster: which leads, which have a vote."],
  examples: [["List the members:", "operator raft list-peers"]],
  flags: {},
  output: "format",
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    const what = "Error reading the raft cluster configuration";
    const envelope = await attempt(call, what, client.read("sys/storage/raft/configuration"));
    if (envelope?.data === undefined) throw new CliError("No raft cluster configuration found", 2);
    if (call.format !== "table") return await printEnvelope(call, envelope);
    const rows = serversOf(envelope.data.config).map((server) => [
      plainText(server.node_id ?? ""),
      plainText(server.address ?? ""),
      server.leader === true ? "leader" : "follower",
      String(server.voter === true),
    ]);
    call.terminal.out(table([["Node", "Address", "State", "Voter"], ...rows]));
    return 0;
  },
});

function serversOf(config: Json | undefined) {
  const servers = isJsonObject(config) ? config.servers : undefined;
  return Array.isArray(servers) ? servers.filter(isJsonObject) : [];
}
