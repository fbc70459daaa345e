// How Raft stands, looked at when a scrape asks. What concerns other members only the leader knows.
import type { GaugeName } from "#metrics/catalogue/gauges.ts";
import type { GaugeReading } from "#metrics/reading.ts";
import type { MemberStatus, Status } from "#raft/core/status.ts";
import type { ProposalDesk } from "#storage/replicated/desk/proposal-desk.ts";

export interface RaftFigures {
  readonly status: Status;
  readonly desk: ProposalDesk["figures"];
  readonly electionTimeoutMs: number;
  readonly logWaitingBytes: number;
  readonly peerName: (raftId: number) => string;
  readonly sinceHeardMs: (raftId: number) => number | undefined;
}

/** Autopilot's own defaults: `last_contact_threshold` and `max_trailing_logs`. */
const HEALTHY_CONTACT_MS = 10_000;
const HEALTHY_BEHIND = 1000;

export function raftGauges(figures: RaftFigures): GaugeReading[] {
  const { status, desk } = figures;
  return [
    gauge("coffer.raft_pending_proposals", desk.pending),
    gauge("coffer.raft_parked_proposals", desk.parked),
    gauge("coffer.raft_doubtful_proposals", desk.doubtful),
    gauge("coffer.raft_election_timeout_seconds", figures.electionTimeoutMs / 1000),
    gauge("coffer.raft_log_waiting_bytes", figures.logWaitingBytes),
    ...(status.role === "leader" ? leaderGauges(figures) : []),
  ];
}

function leaderGauges(figures: RaftFigures): GaugeReading[] {
  const { status, peerName } = figures;
  const healthy = new Set(status.members.filter((member) => isHealthy(member, figures)).map(({ id }) => id));
  const { voters } = status.membership;
  const healthyVoters = voters.filter((id) => healthy.has(id)).length;
  const quorum = Math.floor(voters.length / 2) + 1;
  return [
    gauge("autopilot.healthy", Number(healthy.size === status.members.length)),
    gauge("autopilot.failure_tolerance", Math.max(0, healthyVoters - quorum)),
    ...status.members.map(({ id }) =>
      gauge("autopilot.node.healthy", Number(healthy.has(id)), { node_id: peerName(id) }),
    ),
    ...status.members.filter(({ id }) => id !== status.id).flatMap((member) => peerGauges(member, figures)),
  ];
}

function isHealthy({ id, match }: MemberStatus, { status, sinceHeardMs }: RaftFigures): boolean {
  if (id === status.id) return true;
  const sinceMs = sinceHeardMs(id) ?? Number.POSITIVE_INFINITY;
  return sinceMs <= HEALTHY_CONTACT_MS && status.lastIndex - match <= HEALTHY_BEHIND;
}

function peerGauges({ id, match }: MemberStatus, figures: RaftFigures): GaugeReading[] {
  const { status, peerName, sinceHeardMs } = figures;
  const labels = { peer_id: peerName(id) };
  const sinceMs = sinceHeardMs(id);
  return [
    gauge("raft_storage.follower.applied_index_delta", Math.max(0, status.lastIndex - match), labels),
    ...(sinceMs === undefined ? [] : [gauge("raft_storage.follower.last_heartbeat_ms", sinceMs, labels)]),
  ];
}

function gauge(name: GaugeName, value: number, labels = {}): GaugeReading {
  return { name, labels, value };
}
