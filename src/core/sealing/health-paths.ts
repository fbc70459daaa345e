// sys/health and sys/leader: what load balancers, probes and the CLI ask every node (vault-api.md §2.7, §2.8).
import type { JsonObject } from "#base/json/raw-json.ts";
import { formatRfc3339 } from "#base/rfc3339.ts";
import { VaultError } from "#base/vault-error.ts";
import { boolean, integer } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { type SystemReadCall, systemPath, systemReads } from "../system-path.ts";
import type { NodeDesk } from "./node-desk.ts";

const HEALTH = {
  standbyok: boolean("A standby answers as the active node does."),
  perfstandbyok: boolean("A performance standby answers as the active node does."),
  activecode: integer("Status of an active node; 200."),
  standbycode: integer("Status of a standby; 429."),
  drsecondarycode: integer("Accepted: there are no DR secondaries."),
  performancestandbycode: integer("Accepted: there are no performance standbys."),
  sealedcode: integer("Status of a sealed node; 503."),
  uninitcode: integer("Status of a node that is not initialised; 501."),
  haunhealthycode: integer("Status of a standby without connection to the active node; 474."),
  removedcode: integer("Status of a node that was removed from its cluster; 530."),
};
type HealthCall = SystemReadCall<typeof HEALTH>;

const NODE = { access: "none", runsOn: "any", whenSealed: "serve" } as const;

export function healthPaths(node: NodeDesk): AnyPath<unknown>[] {
  return [
    systemPath({
      ...NODE,
      pattern: "health",
      fields: HEALTH,
      summary: "How the node is, as a status.",
      operations: { read: systemReads((call: HealthCall) => health(node, call)) },
    }),
    systemPath({
      ...NODE,
      pattern: "leader",
      fields: {},
      summary: "Which node is active.",
      operations: { read: systemReads(() => ({ data: leader(node), bare: true })) },
    }),
  ];
}

async function health(node: NodeDesk, call: HealthCall): Promise<Reply> {
  const isRemoved = await node.removedFromCluster();
  return {
    data: healthBody(node, isRemoved),
    bare: true,
    status: healthStatus(node, call.fields, isRemoved),
  };
}

/** Not initialised, then removed (which seals), then sealed, then standby: the first that holds. */
function healthStatus(node: NodeDesk, fields: HealthCall["fields"], isRemoved: boolean): number {
  const active = fields.activecode ?? 200;
  if (!node.sealConfig()) return fields.uninitcode ?? 501;
  if (isRemoved) return fields.removedcode ?? 530;
  if (node.isSealed()) return fields.sealedcode ?? 503;
  const view = node.leader();
  if (view.isSelf || fields.standbyok) return active;
  return view.apiAddress === "" ? (fields.haunhealthycode ?? 474) : (fields.standbycode ?? 429);
}

function healthBody(node: NodeDesk, isRemoved: boolean): JsonObject {
  const isSealed = node.isSealed();
  const cluster = node.cluster();
  const isInitialized = node.sealConfig() !== undefined;
  return {
    initialized: isInitialized,
    sealed: isSealed,
    standby: isSealed || !node.leader().isSelf,
    performance_standby: false,
    replication_performance_mode: isSealed ? "unknown" : "disabled",
    replication_dr_mode: isSealed ? "unknown" : "disabled",
    server_time_utc: Math.floor(node.wallMs() / 1000),
    version: node.facts.vaultVersion,
    enterprise: false,
    ...(cluster && { cluster_name: cluster.name, cluster_id: cluster.id }),
    echo_duration_ms: 0,
    clock_skew_ms: 0,
    replication_primary_canary_age_ms: 0,
    ...(isRemoved && { removed_from_cluster: true }),
  };
}

/** Clients know this refusal: the CLI takes it for a cluster whose leader cannot be named yet. */
function leader(node: NodeDesk): JsonObject {
  if (node.isSealed()) throw new VaultError("sealed", "Vault is sealed");
  const view = node.leader();
  const { isSelf } = view;
  return {
    ha_enabled: true,
    is_self: isSelf,
    active_time: isSelf ? formatRfc3339(view.activeSinceMs) : "0001-01-01T00:00:00Z",
    leader_address: view.apiAddress,
    leader_cluster_address: view.clusterAddress,
    performance_standby: false,
    performance_standby_last_remote_wal: 0,
    raft_committed_index: view.committedIndex,
    raft_applied_index: view.appliedIndex,
  };
}
