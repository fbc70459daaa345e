// What the consensus thread measures: its loop tells of events, and is asked for its figures at each scrape.
import type { Meter } from "#metrics/meter.ts";
import type { GaugeReading } from "#metrics/reading.ts";

/** One peer as the leader sees it. */
export interface PeerFigures {
  /** As operators call it. */
  readonly nodeId: string;
  /** Entries of the leader's log that it has not acknowledged. */
  readonly behind: number;
  readonly sinceHeardMs: number;
  readonly isHealthy: boolean;
}

/** What is read at each scrape. Everything but the first three is for nodes with peers. */
export interface RaftFigures {
  readonly pendingProposals: number;
  readonly parkedProposals: number;
  readonly doubtfulProposals: number;
  readonly electionTimeoutMs?: number;
  readonly logWaitingBytes?: number;
  /** Only of a leader; empty otherwise. */
  readonly peers?: readonly PeerFigures[];
  /** Members that may be lost; only of a leader. */
  readonly failureTolerance?: number;
}

export type RaftRole = "leader" | "follower" | "candidate";
const ROLES: readonly RaftRole[] = ["leader", "follower", "candidate"];
const ALARMS = ["malformed", "term-jump", "forged-sender"] as const;

export class ConsensusMeters {
  readonly #commit;
  readonly #apply;
  readonly #applied;
  readonly #sync;
  readonly #storeLogs;
  readonly #logBytes;
  readonly #logEntries;
  readonly #roleChanges;
  readonly #roles;
  readonly #missedLeader;
  readonly #leadershipLost;
  readonly #lastContact;
  readonly #replication;
  readonly #meter: Meter;
  #role: RaftRole | undefined;
  #leaderSinceMs = 0;

  /** @param figures asked at each scrape */
  constructor(meter: Meter, figures: () => RaftFigures) {
    this.#meter = meter;
    this.#commit = meter.timer("raft.commitTime");
    this.#apply = meter.timer("raft.fsm.apply");
    this.#applied = meter.counter("raft.apply");
    this.#sync = meter.timer("coffer.raft_sync");
    this.#storeLogs = meter.timer("raft.boltdb.storeLogs");
    this.#logBytes = meter.counter("coffer.raft_log_bytes");
    this.#logEntries = meter.counter("coffer.raft_log_entries");
    this.#roleChanges = meter.counter("coffer.raft_role_changes");
    this.#roles = new Map(ROLES.map((role) => [role, meter.counter(`raft.state.${role}`)]));
    this.#missedLeader = meter.counter("raft.transition.heartbeat_timeout");
    this.#leadershipLost = meter.timer("core.leadership_lost");
    this.#lastContact = meter.timer("raft.leader.lastContact");
    this.#replication = meter.timer("raft.replication.appendEntries.rpc");
    meter.timer("core.leadership_setup_failed");
    for (const kind of ALARMS) meter.counter("coffer.raft_alarms", { kind });
    meter.gauges(() => gaugesOf(figures()));
  }

  /** `count` entries of this leader were committed `tookMs` after they were accepted. */
  committed(tookMs: number, count = 1): void {
    this.#commit.observe(tookMs, count);
  }

  /** A batch of entries was applied. */
  applied(tookMs: number, count: number): void {
    this.#apply.observe(tookMs);
    this.#applied.add(count);
  }

  /** A group of log entries is durable. */
  synced(tookMs: number, group: { entries: number; bytes: number }): void {
    this.#sync.observe(tookMs);
    this.#storeLogs.observe(tookMs);
    this.#logEntries.add(group.entries);
    this.#logBytes.add(group.bytes);
  }

  /** Role, term or leader changed. @param nowMs monotonic */
  roleChanged(role: RaftRole, nowMs: number): void {
    this.#roleChanges.add();
    if (role === this.#role) return;
    this.#roles.get(role)?.add();
    if (role === "candidate") this.#missedLeader.add();
    if (this.#role === "leader") this.#leadershipLost.observe(nowMs - this.#leaderSinceMs);
    if (role === "leader") this.#leaderSinceMs = nowMs;
    this.#role = role;
  }

  alarm(kind: (typeof ALARMS)[number]): void {
    this.#meter.counter("coffer.raft_alarms", { kind }).add();
  }

  /** A leader heard from a majority `ageMs` after the oldest of them was asked. */
  majorityHeard(ageMs: number): void {
    this.#lastContact.observe(ageMs);
  }

  /** A peer answered an append. */
  appendAnswered(tookMs: number): void {
    this.#replication.observe(tookMs);
  }
}

function gaugesOf(figures: RaftFigures): GaugeReading[] {
  const gauge = (name: GaugeReading["name"], value: number | undefined): GaugeReading[] =>
    value === undefined ? [] : [{ name, labels: {}, value }];
  const { electionTimeoutMs, peers = [] } = figures;
  return [
    ...gauge("coffer.raft_pending_proposals", figures.pendingProposals),
    ...gauge("coffer.raft_parked_proposals", figures.parkedProposals),
    ...gauge("coffer.raft_doubtful_proposals", figures.doubtfulProposals),
    ...gauge(
      "coffer.raft_election_timeout_seconds",
      electionTimeoutMs === undefined ? undefined : electionTimeoutMs / 1000,
    ),
    ...gauge("coffer.raft_log_waiting_bytes", figures.logWaitingBytes),
    ...gauge("autopilot.failure_tolerance", figures.failureTolerance),
    ...gauge("autopilot.healthy", figures.failureTolerance === undefined ? undefined : healthOf(peers)),
    ...peers.flatMap(peerGauges),
  ];
}

function healthOf(peers: readonly PeerFigures[]): number {
  return Number(peers.every(({ isHealthy }) => isHealthy));
}

function peerGauges({ nodeId, behind, sinceHeardMs, isHealthy }: PeerFigures): GaugeReading[] {
  return [
    { name: "raft_storage.follower.applied_index_delta", labels: { peer_id: nodeId }, value: behind },
    { name: "raft_storage.follower.last_heartbeat_ms", labels: { peer_id: nodeId }, value: sinceHeardMs },
    { name: "autopilot.node.healthy", labels: { node_id: nodeId }, value: Number(isHealthy) },
  ];
}
