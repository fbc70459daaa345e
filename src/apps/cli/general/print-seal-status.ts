// The seal status of a node, with what it knows about the leader, in the form that probes and scripts read.
import { type Json, type JsonObject, numberOf } from "#client/json-text.ts";
import type { Call } from "../call.ts";
import type { FlagSet } from "../flags/flag.ts";
import { plainText } from "../output/plain-text.ts";
import { printData, printRows, printValue } from "../output/print.ts";

type Row = readonly [string, string];

export async function printSealStatus(
  call: Call<FlagSet>,
  status: JsonObject,
  leader: JsonObject,
): Promise<void> {
  if (call.field !== undefined || call.format !== "table") {
    const all = { ...inUsualOrder(status), ...leaderMembers(leader) };
    if (call.field !== undefined) await printData(call, all);
    else await printValue(call, all, "fixed");
    return;
  }
  printRows(call, [...sealRows(status), ...leaderRows(leader, status.sealed === true)]);
}

const USUAL_ORDER = [
  "type",
  "initialized",
  "sealed",
  "t",
  "n",
  "progress",
  "nonce",
  "version",
  "build_date",
  "migration",
  "cluster_name",
  "cluster_id",
  "recovery_seal",
  "storage_type",
];

function inUsualOrder(status: JsonObject): JsonObject {
  const known = USUAL_ORDER.filter((name) => Object.hasOwn(status, name));
  const others = Object.keys(status).filter((name) => !known.includes(name));
  return Object.fromEntries([...known, ...others].map((name) => [name, status[name] ?? null]));
}

/** Members that are off, empty or zero are left out, but for the first. */
function leaderMembers(leader: JsonObject): JsonObject {
  const names = [
    "is_self",
    "active_time",
    "leader_address",
    "leader_cluster_address",
    "performance_standby",
    "performance_standby_last_remote_wal",
    "last_wal",
    "raft_committed_index",
    "raft_applied_index",
  ];
  const told = names.filter((name) => isTold(leader[name]));
  return {
    ha_enabled: leader.ha_enabled === true,
    ...Object.fromEntries(told.map((name) => [name, leader[name] ?? null])),
  };
}

function isTold(value: Json | undefined): boolean {
  if (typeof value === "string") return value !== "" && !isZeroTime(value);
  return value === true || (numberOf(value) ?? 0) !== 0;
}

/** Go's zero time: never. */
function isZeroTime(text: string): boolean {
  return text.startsWith("0001-01-01T00:00:00");
}

function sealRows(status: JsonObject): Row[] {
  const text = (name: string) => plainText(status[name] ?? "");
  const recovery = status.recovery_seal === true;
  const rows: Row[] = [["Seal Type", text("type")]];
  if (recovery) rows.push(["Recovery Seal Type", text("recovery_seal_type") || "shamir"]);
  rows.push(["Initialized", text("initialized")], ["Sealed", text("sealed")]);
  rows.push([recovery ? "Total Recovery Shares" : "Total Shares", text("n")], ["Threshold", text("t")]);
  if (status.sealed === true) {
    rows.push(["Unseal Progress", `${text("progress")}/${text("t")}`], ["Unseal Nonce", text("nonce")]);
  }
  if (status.migration === true) rows.push(["Seal Migration in Progress", "true"]);
  rows.push(["Version", text("version")]);
  if (text("build_date") !== "") rows.push(["Build Date", text("build_date")]);
  rows.push(["Storage Type", text("storage_type")]);
  if (text("cluster_name") !== "")
    rows.push(["Cluster Name", text("cluster_name")], ["Cluster ID", text("cluster_id")]);
  if (status.removed_from_cluster === true) rows.push(["Removed From Cluster", "true"]);
  return rows;
}

function leaderRows(leader: JsonObject, isSealed: boolean): Row[] {
  const enabled = leader.ha_enabled === true;
  const rows: Row[] = [["HA Enabled", String(enabled)]];
  if (!enabled || isSealed) return rows;
  const text = (name: string) => plainText(leader[name] ?? "");
  rows.push(["HA Cluster", text("leader_cluster_address")]);
  if (leader.is_self === true) {
    rows.push(["HA Mode", "active"]);
    if (isTold(leader.active_time)) rows.push(["Active Since", text("active_time")]);
  } else {
    rows.push(["HA Mode", leader.performance_standby === true ? "performance standby" : "standby"]);
    if (text("leader_address") !== "") rows.push(["Active Node Address", text("leader_address")]);
  }
  if (isTold(leader.raft_committed_index)) rows.push(["Raft Committed Index", text("raft_committed_index")]);
  if (isTold(leader.raft_applied_index)) rows.push(["Raft Applied Index", text("raft_applied_index")]);
  return rows;
}
