// Autopilot's settings (vault-api.md §1.4), kept for the whole cluster.
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";

export interface AutopilotConfig {
  readonly cleansUpDeadServers: boolean;
  /** A member not heard of for so long is unhealthy. */
  readonly lastContactMs: number;
  /** A member not heard of for so long is dead. */
  readonly deadMs: number;
  /** A member that is behind by more entries is unhealthy. */
  readonly maxTrailingLogs: number;
  /** So many voters stay, whatever is dead; 0: not set. */
  readonly minQuorum: number;
  /** A new member must be healthy for so long before it gets a vote. */
  readonly stabilizationMs: number;
  readonly disablesUpgradeMigration: boolean;
}

export const DEFAULT_AUTOPILOT: AutopilotConfig = {
  cleansUpDeadServers: false,
  lastContactMs: 10_000,
  deadMs: 24 * 3_600_000,
  maxTrailingLogs: 1000,
  minQuorum: 0,
  stabilizationMs: 10_000,
  disablesUpgradeMigration: false,
};

export const AUTOPILOT_KEY = storageKey("core", "root", "autopilot");
export const autopilotRecord = jsonRecord<AutopilotConfig>("autopilot", 1);

/** What is wrong with the settings, if anything. */
export function autopilotFault(config: AutopilotConfig): string | undefined {
  if (config.cleansUpDeadServers && config.minQuorum < 3) {
    return "min_quorum must be set when cleanup_dead_servers is set and it should at least be 3; cleanup_dead_servers: true";
  }
  if (config.cleansUpDeadServers && config.deadMs < 60_000) {
    return "dead_server_last_contact_threshold should not be set to less than 1m";
  }
  return undefined;
}
