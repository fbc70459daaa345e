// Autopilot's settings as the API shows them and changes them.

import { formatDuration } from "#base/duration.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import {
  AUTOPILOT_KEY,
  type AutopilotConfig,
  autopilotFault,
  autopilotRecord,
  DEFAULT_AUTOPILOT,
} from "#cluster/autopilot/autopilot-config.ts";
import type { AutopilotChanges } from "#core/cluster/raft-desk.ts";
import type { Transaction } from "#core/transaction.ts";

export function readAutopilot(transaction: Transaction): AutopilotConfig {
  return transaction.read(autopilotRecord, AUTOPILOT_KEY) ?? DEFAULT_AUTOPILOT;
}

export function autopilotBody(config: AutopilotConfig): JsonObject {
  return {
    cleanup_dead_servers: config.cleansUpDeadServers,
    dead_server_last_contact_threshold: formatDuration(config.deadMs),
    disable_upgrade_migration: config.disablesUpgradeMigration,
    last_contact_threshold: formatDuration(config.lastContactMs),
    max_trailing_logs: config.maxTrailingLogs,
    min_quorum: config.minQuorum,
    server_stabilization_time: formatDuration(config.stabilizationMs),
  };
}

/** @throws VaultError invalid_request */
export function changeAutopilot(transaction: Transaction, changes: AutopilotChanges): void {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const config: AutopilotConfig = { ...readAutopilot(transaction), ...given };
  const fault = autopilotFault(config);
  if (fault !== undefined) throw new VaultError("invalid_request", fault);
  transaction.write(autopilotRecord, AUTOPILOT_KEY, config);
}
