// What the main thread shows of the node as a whole: memory that all threads share, the process, the disk. Present from
// the first moment on, sealed or not.
import type { GaugeReading } from "#metrics/reading.ts";
import type { NodeStatus, Role } from "#storage/shared/node-status.ts";

export interface NodeGaugesOptions {
  status: NodeStatus;
  /** As operators call this node. */
  nodeId: string;
  sealUnreachableSeconds(): number;
  lockedUsers(): number;
}

const ROLES: readonly Role[] = ["follower", "candidate", "leader"];

export function nodeGauges({ status, nodeId, ...asked }: NodeGaugesOptions): GaugeReading[] {
  const isUnsealed = status.get("unsealed") === 1;
  const isActive = isUnsealed && status.isOpenLeader;
  return [
    { name: "core.unsealed", labels: {}, value: Number(isUnsealed) },
    { name: "core.active", labels: {}, value: Number(isActive) },
    { name: "core.locked_users", labels: {}, value: asked.lockedUsers() },
    { name: "core.replication.performance.primary", labels: {}, value: 0 },
    { name: "core.replication.performance.secondary", labels: {}, value: 0 },
    { name: "core.replication.dr.primary", labels: {}, value: 0 },
    { name: "core.replication.dr.secondary", labels: {}, value: 0 },
    { name: "expire.num_irrevocable_leases", labels: {}, value: 0 },
    { name: "seal.unreachable.time", labels: {}, value: asked.sealUnreachableSeconds() },
    ...raftGauges(status, nodeId),
  ];
}

function raftGauges(status: NodeStatus, nodeId: string): GaugeReading[] {
  const commitIndex = status.get("commitIndex");
  const appliedIndex = status.get("appliedIndex");
  const voters = status.get("votersBeside") + 1;
  const labels = { peer_id: nodeId };
  return [
    { name: "raft.peers", labels: {}, value: voters },
    { name: "raft_storage.stats.commit_index", labels, value: commitIndex },
    { name: "raft_storage.stats.applied_index", labels, value: appliedIndex },
    { name: "raft_storage.stats.fsm_pending", labels, value: Math.max(0, commitIndex - appliedIndex) },
    { name: "raft_storage.stats.term", labels, value: status.get("term") },
    { name: "coffer.raft_voters", labels: {}, value: voters },
    { name: "coffer.raft_leader_known", labels: {}, value: Number(status.get("leader") !== 0) },
    ...ROLES.map(
      (role): GaugeReading => ({
        name: "coffer.raft_role",
        labels: { role },
        value: Number(status.role === role),
      }),
    ),
  ];
}
