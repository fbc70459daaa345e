import { isJsonObject, type Json, type JsonObject } from "#client/json-text.ts";
import { attempt } from "../../../attempt.ts";
import { CliError } from "../../../cli-error.ts";
import { defineCommand } from "../../../command.ts";
import { escapeControls } from "../../../output/escape-controls.ts";
import { plainText } from "../../../output/plain-text.ts";
import { printValue } from "../../../output/print.ts";

export const command = defineCommand({
  summary: "Print the members' health",
  usage: "[options]",
  description: [
    "Prints how autopilot sees the cluster: whether it is healthy, how many members it can lose, and each member.",
  ],
  examples: [["See the members' health:", "operator raft autopilot state"]],
  flags: {},
  output: "format",
  extraFormats: ["pretty"],
  least: 0,
  most: 0,
  async run(call) {
    const client = await call.client();
    const path = "sys/storage/raft/autopilot/state";
    const state = (await attempt(call, "Error checking autopilot state", client.read(path)))?.data;
    if (state === undefined) throw new CliError("No autopilot state found", 2);
    if (call.format === "json" || call.format === "yaml")
      return await printValue(call, machineForm(state), "fixed");
    call.terminal.out(peopleForm(state));
    return 0;
  },
});

/** Scripts read the names that Vault's client has for the members, not the API's. */
function machineForm(state: JsonObject): JsonObject {
  const servers = isJsonObject(state.servers) ? state.servers : {};
  return {
    Healthy: state.healthy === true,
    FailureTolerance: state.failure_tolerance ?? 0,
    Servers: Object.fromEntries(Object.entries(servers).map(([id, server]) => [id, machineServer(server)])),
    Leader: state.leader ?? "",
    Voters: state.voters ?? null,
    NonVoters: state.non_voters ?? null,
    RedundancyZones: state.redundancy_zones ?? null,
    Upgrade: state.upgrade_info ?? null,
    OptimisticFailureTolerance: state.optimistic_failure_tolerance ?? 0,
  };
}

function machineServer(server: Json): JsonObject {
  if (!isJsonObject(server)) return {};
  return {
    ID: server.id ?? "",
    Name: server.name ?? "",
    Address: server.address ?? "",
    NodeStatus: server.node_status ?? "",
    LastContact: server.last_contact ?? "",
    LastTerm: server.last_term ?? 0,
    LastIndex: server.last_index ?? 0,
    Healthy: server.healthy === true,
    StableSince: server.stable_since ?? "",
    Status: server.status ?? "",
    Version: server.version ?? "",
    UpgradeVersion: server.upgrade_version ?? "",
    RedundancyZone: server.redundancy_zone ?? "",
    NodeType: server.node_type ?? "",
  };
}

function peopleForm(state: JsonObject): string {
  const lines = [
    `Healthy:                         ${plainText(state.healthy)}`,
    `Failure Tolerance:               ${plainText(state.failure_tolerance ?? 0)}`,
    `Leader:                          ${plainText(state.leader ?? "")}`,
    ...namesUnder("Voters", state.voters),
    ...namesUnder("Non Voters", state.non_voters),
    "Servers:",
  ];
  const servers = isJsonObject(state.servers) ? state.servers : {};
  for (const id of Object.keys(servers).sort()) lines.push(`   ${id}`, ...serverLines(servers[id]));
  return `${lines.map(escapeControls).join("\n")}\n\n`;
}

function namesUnder(title: string, names: Json | undefined): string[] {
  if (!Array.isArray(names) || names.length === 0) return [];
  return [`${title}:`, ...names.map((name) => `   ${plainText(name)}`)];
}

function serverLines(server: Json | undefined): string[] {
  if (!isJsonObject(server)) return [];
  const rows: [string, Json | undefined][] = [
    ["Name", server.name],
    ["Address", server.address],
    ["Status", server.status],
    ["Node Status", server.node_status],
    ["Healthy", server.healthy],
    ["Last Contact", server.last_contact],
    ["Last Term", server.last_term],
    ["Last Index", server.last_index],
    ["Version", server.version],
    ["Upgrade Version", server.upgrade_version],
    ["Redundancy Zone", server.redundancy_zone],
    ["Node Type", server.node_type],
  ];
  const told = rows.filter(([, value]) => value !== undefined && value !== "");
  return told.map(([title, value]) => `      ${`${title}:`.padEnd(19)}${plainText(value)}`);
}
