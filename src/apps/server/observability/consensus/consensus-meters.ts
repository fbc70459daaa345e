// What the consensus thread measures of Raft and its stores: the node tells of events as they happen, and is asked for
// its figures at each scrape.
import type { Clock } from "#base/clock.ts";
import type { Counter } from "#metrics/instruments/counter.ts";
import type { Meter } from "#metrics/meter.ts";
import type { NodeAlarm, NodeRole } from "#raft/node/ports/node-observer.ts";
import type { PeerBatch } from "#raft/node/ports/transport.ts";
import type { GroupTiming } from "#storage/log/thread/log-thread-message.ts";
import type { NodeMeter } from "#storage/replicated/node-meter.ts";
import { CommitTimes } from "./commit-times.ts";
import { PeerTimes } from "./peer-times.ts";

const ROLES = ["leader", "follower", "candidate"] as const;
const ALARMS: readonly NodeAlarm["kind"][] = ["malformed", "term-jump", "forged-sender"];
const MICROS_PER_MS = 1000;

export interface ConsensusMetersOptions {
  readonly meter: Meter;
  readonly clock: Clock;
  /** What operators call a peer. */
  readonly peerName: (raftId: number) => string;
}

export class ConsensusMeters implements NodeMeter {
  readonly #options: ConsensusMetersOptions;
  readonly #commits: CommitTimes;
  readonly #peers: PeerTimes;
  readonly #apply;
  readonly #applied;
  readonly #sync;
  readonly #storeLogs;
  readonly #logBytes;
  readonly #logEntries;
  readonly #stores;
  readonly #roleChanges;
  readonly #counters;
  readonly #missedLeader;
  readonly #leadershipLost;
  #role: NodeRole["role"] = "follower";
  #leaderSinceMs = 0;
  #lastBatch = 0;

  constructor(options: ConsensusMetersOptions) {
    const { meter } = options;
    this.#options = options;
    const commit = meter.timer("raft.commitTime");
    this.#commits = new CommitTimes((tookMs, count) => commit.observe(tookMs, count));
    this.#peers = this.#makePeerTimes();
    this.#apply = meter.timer("raft.fsm.apply");
    this.#applied = meter.counter("raft.apply");
    this.#sync = meter.timer("coffer.raft_sync");
    this.#storeLogs = meter.timer("raft.boltdb.storeLogs");
    this.#logBytes = meter.counter("coffer.raft_log_bytes");
    this.#logEntries = meter.counter("coffer.raft_log_entries");
    this.#stores = { log: storeCounters(meter, "logstore"), state: storeCounters(meter, "fsm") };
    this.#roleChanges = meter.counter("coffer.raft_role_changes");
    this.#counters = new Map<string, Counter>(
      ROLES.map((role) => [role, meter.counter(`raft.state.${role}`)]),
    );
    this.#missedLeader = meter.counter("raft.transition.heartbeat_timeout");
    this.#leadershipLost = meter.timer("core.leadership_lost");
    meter.timer("core.leadership_setup_failed");
    meter.gauges(() => [{ name: "raft.commitNumLogs", labels: {}, value: this.#lastBatch }]);
    for (const kind of ALARMS) meter.counter("coffer.raft_alarms", { kind });
  }

  appended(lastIndex: number, count: number): void {
    this.#commits.appended(lastIndex, count, this.#nowMs());
  }

  committed(index: number): void {
    this.#commits.committed(index, this.#nowMs());
  }

  applied(count: number): void {
    this.#applied.add(count);
    this.#lastBatch = count;
  }

  /** A batch was written to the stored state. */
  stateWritten(tookMs: number): void {
    this.#apply.observe(tookMs);
    this.#stores.state.written(tookMs);
  }

  /** A group of log entries is durable. */
  synced({ records, bytes, totalMicros }: GroupTiming): void {
    const tookMs = totalMicros / MICROS_PER_MS;
    this.#sync.observe(tookMs);
    this.#storeLogs.observe(tookMs);
    this.#stores.log.written(tookMs);
    this.#logEntries.add(records);
    this.#logBytes.add(bytes);
  }

  roleChanged({ role }: NodeRole): void {
    this.#roleChanges.add();
    this.#commits.clear();
    this.#peers.clear();
    if (role === this.#role) return;
    const nowMs = this.#nowMs();
    this.#counters.get(role)?.add();
    if (this.#role === "follower" && role !== "leader") this.#missedLeader.add();
    if (this.#role === "leader") this.#leadershipLost.observe(nowMs - this.#leaderSinceMs);
    if (role === "leader") this.#leaderSinceMs = nowMs;
    this.#role = role;
  }

  sent(peer: number, batch: PeerBatch): void {
    if (this.#role === "leader") this.#peers.sent(peer, batch, this.#nowMs());
  }

  received(peer: number, batch: PeerBatch): void {
    if (this.#role === "leader") this.#peers.received(peer, batch, this.#nowMs());
  }

  /** Milliseconds since a peer was heard by this leader; undefined: not yet. */
  sinceHeardMs(peer: number): number | undefined {
    const heardAtMs = this.#peers.heardAtMs(peer);
    return heardAtMs === undefined ? undefined : this.#nowMs() - heardAtMs;
  }

  alarm({ kind }: NodeAlarm): void {
    this.#options.meter.counter("coffer.raft_alarms", { kind }).add();
  }

  #makePeerTimes(): PeerTimes {
    const { meter, peerName } = this.#options;
    const lastContact = meter.timer("raft.leader.lastContact");
    return new PeerTimes({
      contactAged: (ageMs) => lastContact.observe(ageMs),
      appendAnswered: (peer, tookMs) => {
        const labels = { peer_id: peerName(peer) };
        meter.timer("raft.replication.appendEntries.rpc", labels).observe(tookMs);
      },
    });
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }
}

/** In the names that Vault has for the files of its two stores. */
function storeCounters(meter: Meter, database: "fsm" | "logstore") {
  const count = meter.counter("raft_storage.bolt.write.count", { database });
  const time = meter.counter("raft_storage.bolt.write.time", { database });
  return {
    written: (tookMs: number): void => {
      count.add();
      time.add(tookMs);
    },
  };
}
