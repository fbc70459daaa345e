// sys/storage/raft/autopilot/*: how the members are, and what is done about it by itself (vault-api.md §1.4).
import { VaultError } from "#base/vault-error.ts";
import { boolean, integer, seconds } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import { type SystemWriteCall, systemPath, systemReads, systemWrites } from "../system-path.ts";
import type { RaftDesk } from "./raft-desk.ts";

const CONFIGURATION = {
  cleanup_dead_servers: boolean("Remove dead members."),
  last_contact_threshold: seconds("A member not heard of for so long is unhealthy."),
  dead_server_last_contact_threshold: seconds("A member not heard of for so long is dead."),
  max_trailing_logs: integer("A member that is behind by more entries is unhealthy."),
  min_quorum: integer("So many voters stay, whatever is dead."),
  server_stabilization_time: seconds("A new member must be healthy for so long before it gets a vote."),
  disable_upgrade_migration: boolean("Accepted: members of a newer version are not preferred."),
};

type Call = SystemWriteCall<typeof CONFIGURATION>;

export function autopilotPaths(desk: RaftDesk): AnyPath<unknown>[] {
  return [
    systemPath({
      pattern: "storage/raft/autopilot/state",
      fields: {},
      summary: "How autopilot sees the members.",
      operations: {
        read: systemReads(async (call) => ({ data: await desk.autopilotState(call.transaction) })),
      },
    }),
    systemPath({
      pattern: "storage/raft/autopilot/configuration",
      fields: CONFIGURATION,
      summary: "Autopilot's settings.",
      operations: {
        read: systemReads((call) => ({ data: desk.autopilotSettings(call.transaction) })),
        update: systemWrites((call: Call) => configure(desk, call)),
      },
    }),
  ];
}

function configure(desk: RaftDesk, { fields, transaction }: Call): undefined {
  const ms = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : value * 1000;
  for (const name of ["max_trailing_logs", "min_quorum"] as const) {
    if ((fields[name] ?? 0) < 0) throw new VaultError("invalid_request", `${name} must not be negative`);
  }
  desk.changeAutopilot(transaction, {
    cleansUpDeadServers: fields.cleanup_dead_servers,
    lastContactMs: ms(fields.last_contact_threshold),
    deadMs: ms(fields.dead_server_last_contact_threshold),
    maxTrailingLogs: fields.max_trailing_logs,
    minQuorum: fields.min_quorum,
    stabilizationMs: ms(fields.server_stabilization_time),
    disablesUpgradeMigration: fields.disable_upgrade_migration,
  });
  return undefined;
}
