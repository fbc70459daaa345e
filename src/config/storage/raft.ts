// storage "raft": a node of a cluster.
import { ignored, overriddenBy, refused, type StanzaShape, used } from "../reading/key-table.ts";
import type { Stanza } from "../reading/stanza.ts";
import { readMaxEntryBytes } from "./entry-size.ts";
import { type RetryJoinOptions, readRetryJoin } from "./retry-join.ts";

export interface RaftStorageOptions {
  readonly type: "raft";
  readonly path: string;
  /** The operator's name of this node; `undefined` lets the node choose one and keep it. */
  readonly nodeId: string | undefined;
  readonly maxEntryBytes: number;
  /** Entries kept behind the checkpoint for followers that lag. */
  readonly trailingLogs: number;
  readonly autopilotReconcileIntervalMs: number;
  readonly autopilotUpdateIntervalMs: number;
  readonly retryJoin: readonly RetryJoinOptions[];
  readonly joinsAsNonVoter: boolean;
}

const TIMERS = "heartbeats and elections adapt themselves to the disk and the machine";
const NO_SCHEDULE = "the state is always on disk; snapshots are made when a follower asks";
const NO_RAFT_WAL = "there is one log store, and it always verifies itself";
const ENTERPRISE = "it is a feature of Vault Enterprise";

export const RAFT_STORAGE = {
  title: 'storage "raft"',
  says: "A node of a cluster, the standard.",
  keys: {
    path: used("The data directory.", overriddenBy("RAFT_PATH")),
    node_id: used("This node's name in the cluster.", overriddenBy("RAFT_NODE_ID")),
    retry_join: used("Block, may come several times: where to look for the cluster."),
    retry_join_as_non_voter: used("Join without a vote.", {
      standard: "false",
      ...overriddenBy("RAFT_RETRY_JOIN_AS_NON_VOTER"),
    }),
    max_entry_size: used("Largest write, in bytes.", { standard: "1048576" }),
    trailing_logs: used("Log entries kept for followers that lag.", { standard: "10000" }),
    autopilot_reconcile_interval: used("How often autopilot acts.", { standard: '"10s"' }),
    autopilot_update_interval: used("How often autopilot looks.", { standard: '"2s"' }),
    performance_multiplier: ignored(TIMERS),
    snapshot_threshold: ignored(NO_SCHEDULE),
    snapshot_interval: ignored(NO_SCHEDULE),
    max_transaction_size: ignored(
      "max_entry_size bounds every write; longer work is a job of several writes",
    ),
    max_mount_and_namespace_table_entry_size: ignored("mounts are stored one by one"),
    autopilot_upgrade_version: ignored(ENTERPRISE),
    autopilot_redundancy_zone: ignored(ENTERPRISE),
    raft_wal: ignored(NO_RAFT_WAL),
    raft_log_verifier_enabled: ignored(NO_RAFT_WAL),
    raft_log_verification_interval: ignored(NO_RAFT_WAL),
    redirect_addr: refused("use api_addr at the top level"),
    advertise_addr: refused("use api_addr at the top level"),
    cluster_addr: refused("use cluster_addr at the top level"),
    disable_clustering: refused("Raft needs the cluster's port"),
  },
} satisfies StanzaShape;

type RaftKey = keyof (typeof RAFT_STORAGE)["keys"];

const NODE_ID = /^[\w.:@+-]{1,256}$/;

export function readRaftStorage(stanza: Stanza<RaftKey>): RaftStorageOptions | undefined {
  const path = stanza.word("path");
  const options = {
    nodeId: readNodeId(stanza),
    maxEntryBytes: readMaxEntryBytes(stanza),
    trailingLogs: stanza.integer("trailing_logs", { min: 0, max: 100_000_000 }) ?? 10_000,
    ...readAutopilot(stanza),
    retryJoin: stanza.blocks("retry_join").map((block, index) => readRetryJoin(stanza, block, index)),
    joinsAsNonVoter: stanza.flag("retry_join_as_non_voter") ?? false,
  };
  if (options.joinsAsNonVoter && options.retryJoin.length === 0) {
    stanza.error("retry_join_as_non_voter", "needs at least one retry_join block");
  }
  if (path !== undefined) return { type: "raft", path, ...options };
  stanza.error("path", "is required, here or as VAULT_RAFT_PATH");
  return undefined;
}

function readNodeId(stanza: Stanza<RaftKey>): string | undefined {
  const nodeId = stanza.word("node_id");
  if (nodeId !== undefined && !NODE_ID.test(nodeId)) {
    stanza.error("node_id", "must be at most 256 letters, digits and . _ : @ + -");
  }
  return nodeId;
}

type Autopilot = Pick<RaftStorageOptions, "autopilotReconcileIntervalMs" | "autopilotUpdateIntervalMs">;

function readAutopilot(stanza: Stanza<RaftKey>): Autopilot {
  const bounds = { min: 100, max: 3_600_000 };
  const reconcileMs = stanza.durationMs("autopilot_reconcile_interval", bounds) ?? 10_000;
  const updateMs = stanza.durationMs("autopilot_update_interval", bounds) ?? 2000;
  if (updateMs > reconcileMs)
    stanza.error("autopilot_update_interval", "is longer than autopilot_reconcile_interval");
  return { autopilotReconcileIntervalMs: reconcileMs, autopilotUpdateIntervalMs: updateMs };
}
