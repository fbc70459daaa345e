// The loop around the core, without the loop: an input comes in by a method, `work` carries out all that follows from
// the inputs of a turn. Time, chance, disk and network are ports, so the simulator runs this very class.
//
// Order that safety rests on: what the core holds back for the disk leaves only when it is durable (`AppendQueue`);
// all else leaves at once, so that a leader's followers write while it does (thesis §10.2.1). A broken invariant
// throws through to the owner, who ends the process.
import { assert } from "#base/assert.ts";
import type { ConfChange } from "#raft/core/confchange/conf-change.ts";
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { ProposalOutcome } from "#raft/core/proposal-outcome.ts";
import { raftOptions } from "#raft/core/raft-options.ts";
import { RawNode, type ReadOutcome } from "#raft/core/raw-node.ts";
import type { Ready } from "#raft/core/ready.ts";
import type { Status } from "#raft/core/status.ts";
import type { AppendWork } from "#raft/core/storage-work.ts";
import { LeaderDuties } from "./leading/leader-duties.ts";
import { Outgoing } from "./outgoing.ts";
import type { NodeRole } from "./ports/node-observer.ts";
import type { PeerBatch } from "./ports/transport.ts";
import { DEFAULT_TIMING, type NodeTiming, type RaftNodeOptions } from "./raft-node-options.ts";
import { Inbox } from "./receiving/inbox.ts";
import { LeaderLoss } from "./receiving/leader-loss.ts";
import { SnapshotPulls } from "./receiving/snapshot-pulls.ts";
import { NodeStorage, type NodeStorageOptions } from "./storage/node-storage.ts";
import { Readiness } from "./timing/readiness.ts";
import { TickCounter } from "./timing/tick-counter.ts";

const CACHE_BYTES = 32 * 1024 * 1024;
/** More than this share of an election timeout unticked is a gap. */
const GAP_SHARE = 0.25;

export class RaftNode {
  readonly #options: RaftNodeOptions;
  readonly #timing: NodeTiming;
  readonly #raw: RawNode;
  readonly #storage: NodeStorage;
  readonly #outgoing: Outgoing;
  readonly #inbox: Inbox;
  readonly #pulls: SnapshotPulls;
  readonly #duties: LeaderDuties;
  readonly #readiness: Readiness;
  readonly #loss: LeaderLoss;
  readonly #ticks: TickCounter;
  #role: NodeRole;
  #committed: number;
  #isWorking = false;

  constructor(options: RaftNodeOptions) {
    const timing = { ...DEFAULT_TIMING, ...options.timing };
    const { id, random, log, clock, start, limits } = options;
    this.#options = options;
    this.#timing = timing;
    this.#storage = new NodeStorage(this.#storageOptions(), () => this.#raw);
    const electionTicks = Math.ceil(timing.electionFloorMs / timing.tickMs);
    const heartbeatTicks = Math.ceil(timing.heartbeatMs / timing.tickMs);
    const times = { electionTicks, heartbeatTicks, applied: start.applied };
    const storage = this.#storage.view;
    this.#raw = new RawNode(
      raftOptions({ id, random, storage, ...times, ...limits, asyncStorageWrites: true }),
    );
    const { term } = log.hardState;
    this.#role = { role: "follower", term, leader: 0 };
    this.#committed = this.#raw.status().committed;
    this.#ticks = new TickCounter(timing.tickMs, clock.monotonicMs());
    this.#readiness = new Readiness({ raw: this.#raw, timing });
    this.#outgoing = new Outgoing(options.transport, () => this.#note());
    this.#pulls = new SnapshotPulls({
      port: options.snapshots,
      step: (offer) => {
        this.#raw.step(offer);
      },
    });
    this.#duties = new LeaderDuties({ raw: this.#raw, timing, readiness: this.#readiness });
    this.#loss = new LeaderLoss({
      raw: this.#raw,
      random,
      jitterMs: timing.campaignJitterMs,
      electionMs: () => this.#readiness.timing.agreedMs,
      isFit: () => this.#readiness.isFit,
    });
    this.#inbox = this.#makeInbox();
  }

  /** Role, term and leader, as the observer knows them. */
  get role(): NodeRole {
    return this.#role;
  }

  get committed(): number {
    return this.#committed;
  }

  get applied(): number {
    return this.#storage.applied;
  }

  /** Who takes part after the last applied entry. */
  get membership(): Membership {
    return this.#storage.membership;
  }

  /** The election timeout in force, and what this node's own measurements ask for. */
  get election(): { readonly agreedMs: number; readonly wishMs: number } {
    const { timing } = this.#readiness;
    return { agreedMs: timing.agreedMs, wishMs: timing.wishMs(this.#nowMs()) };
  }

  /** How much waits inside: all of it is bounded by the core's limits. */
  get backlog(): NodeStorage["backlog"] {
    return this.#storage.backlog;
  }

  status(): Status {
    return this.#raw.status();
  }

  /** Starts an election now, with a pre-vote: for a sole voter, which has nobody to wait for. */
  campaign(): void {
    this.#raw.campaign();
  }

  /**
   * To be called about every `tickMs`, and never before messages that already wait are received: after a pause the
   * inbox knows better than the clock whether the leader is alive.
   */
  tick(): void {
    const nowMs = this.#nowMs();
    this.#readiness.timing.measuredLateness(this.#ticks.latenessMs(nowMs), nowMs);
    this.#countTime(nowMs);
    this.#readiness.diskIsStalled(this.#storage.oldestAppendMs(nowMs) >= this.#stallLimitMs());
    this.#loss.tick(this.#role, nowMs);
    if (this.#role.role === "leader") this.#duties.tick(nowMs);
  }

  /** Takes in what `from` sent; the transport vouches for the sender. */
  receive(from: number, batch: PeerBatch): void {
    this.#countLeaseTime();
    this.#inbox.receive(from, batch, this.#nowMs());
  }

  /** Appends one entry per element, together or not at all. */
  propose(batch: readonly Uint8Array[]): ProposalOutcome {
    return this.#raw.propose(batch);
  }

  /** `change.context` is applied as an entry's data is, at the moment when the change takes effect. */
  proposeMembership(change: ConfChange): ProposalOutcome {
    return this.#raw.proposeConfChange(change);
  }

  /** The answer comes by `observer.readReady`, or never if the role changes first. */
  readIndex(): ReadOutcome {
    this.#countLeaseTime();
    return this.#raw.readIndex();
  }

  /** Leader: hands over to `to`, or to the best voter there is. Says whether anything was begun. */
  handOver(to?: number): boolean {
    return this.#duties.handOver(to);
  }

  /** Lead only if nobody else will: it is sealed, say, or its state is not verified yet. */
  setReluctant(isReluctant: boolean): void {
    this.#readiness.setReluctant(isReluctant);
  }

  /** The threads that serve requests do not run. */
  setRequestsStalled(isStalled: boolean): void {
    this.#readiness.requestsAreStalled(isStalled);
  }

  /** A durable write of the log took so long. */
  measuredSync(ms: number): void {
    this.#readiness.timing.measuredSync(ms, this.#nowMs());
  }

  /** The connection to `peer` broke and it refuses new ones: its process is gone. */
  peerConnectionLost(peer: number): void {
    this.#raw.reportUnreachable(peer);
    this.#loss.connectionLost(peer, this.#role, this.#nowMs());
  }

  /** What was sent to `peer` may be lost. */
  peerUnreachable(peer: number): void {
    this.#raw.reportUnreachable(peer);
  }

  /** Leader: `peer` is pulling a snapshot's content. */
  snapshotActivity(peer: number): void {
    this.#duties.snapshots.active(peer, this.#nowMs());
  }

  /**
   * What members still need of the log. `transfer`: entries after it must stay, a member needs them once it has its
   * snapshot. `slowest`: up to where the slowest active member has it.
   */
  logNeeds(): { readonly transfer: number; readonly slowest: number } {
    if (this.#role.role === "leader") return this.#duties.logNeeds();
    return { transfer: Number.MAX_SAFE_INTEGER, slowest: Number.MAX_SAFE_INTEGER };
  }

  /** Carries out all that follows from the inputs since the last call. To be called at the end of every turn. */
  work(): void {
    assert(!this.#isWorking, "a port called back from within");
    this.#isWorking = true;
    while (this.#raw.hasReady()) this.#handle(this.#raw.ready());
    this.#options.log.flush();
    this.#outgoing.flush();
    this.#isWorking = false;
  }

  #countTime(nowMs: number): void {
    const mostTicks = Math.ceil((this.#readiness.timing.agreedMs * GAP_SHARE) / this.#timing.tickMs);
    const elapsed = this.#ticks.advance(nowMs, mostTicks);
    if (elapsed.kind === "gap") this.#raw.tickGap();
    else for (let tick = 0; tick < elapsed.count; tick++) this.#raw.tick();
  }

  /** A lease ends by the clock: before it answers a read, time that no tick has counted yet counts too. */
  #countLeaseTime(): void {
    const isLeased = this.#options.limits?.readMode === "lease" && this.#role.role === "leader";
    if (isLeased) this.#countTime(this.#nowMs());
  }

  #handle(ready: Ready): void {
    this.#noteRole(ready);
    for (const message of ready.messages) {
      if (message.kind === "heartbeat") this.#inbox.heartbeatLeaves(message.round, this.#nowMs());
      this.#outgoing.add(message);
    }
    this.#storage.take(ready, this.#nowMs());
    // Only now: the snapshot that is being installed is behind the commit index already.
    this.#pulls.discardThrough(this.#committed);
    for (const read of ready.readStates) this.#options.observer.readReady(read);
  }

  #noteRole({ softState, hardState }: Ready): void {
    const { observer } = this.#options;
    const role = softState?.role ?? this.#role.role;
    const leader = softState?.leader ?? this.#role.leader;
    const term = hardState?.term ?? this.#role.term;
    if (softState !== undefined || term !== this.#role.term) {
      this.#role = { role, term, leader };
      this.#duties.reset();
      observer.roleChanged(this.#role);
    }
    if (hardState !== undefined && hardState.commit > this.#committed) {
      this.#committed = hardState.commit;
      observer.committed(hardState.commit);
    }
  }

  #release({ responses, acknowledgement }: AppendWork): void {
    for (const message of responses) {
      if (message.to === this.#options.id) this.#raw.step(message);
      else this.#outgoing.add(message);
    }
    if (acknowledgement !== undefined) this.#raw.appended(acknowledgement);
  }

  #note() {
    return this.#readiness.note(this.#options.logTimeNote(), this.#nowMs());
  }

  #stallLimitMs(): number {
    return Math.max(this.#timing.appendStallMs, this.#readiness.timing.agreedMs);
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  #storageOptions(): NodeStorageOptions {
    const { log, machine, start, observer, cacheBytes = CACHE_BYTES } = this.#options;
    return {
      log,
      machine,
      start,
      cacheBytes,
      release: (work) => this.#release(work),
      onApplied: (index, membership) => observer.applied(index, membership),
      staged: (snapshot) => this.#pulls.take(snapshot),
    };
  }

  #makeInbox(): Inbox {
    const { id, observer } = this.#options;
    return new Inbox({
      id,
      raw: this.#raw,
      pulls: this.#pulls,
      readiness: this.#readiness,
      observer,
      role: () => this.#role,
    });
  }
}
