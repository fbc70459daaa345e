// A node of the cluster but for its threads, sockets and files: Raft, the state machine, the leader's desk, log time
// and checkpoints, wired together. The consensus thread runs it, and so does the simulator.
import { allVoters, type Membership } from "#raft/core/confchange/membership.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { ProposalOutcome } from "#raft/core/proposal-outcome.ts";
import type { PeerNote } from "#raft/node/peer-note.ts";
import type { NodeObserver, NodeRole } from "#raft/node/ports/node-observer.ts";
import type { PeerBatch } from "#raft/node/ports/transport.ts";
import { RaftNode } from "#raft/node/raft-node.ts";
import { isAnnounced } from "../key-areas.ts";
import { setLogTime } from "../shared/log-time.ts";
import type { StateMachine } from "../state/state-machine.ts";
import type { Answers } from "./desk/answers.ts";
import { MembershipDesk } from "./desk/membership-desk.ts";
import { ProposalDesk } from "./desk/proposal-desk.ts";
import { ReadGates } from "./desk/read-gates.ts";
import { LogClock } from "./log-clock.ts";
import { meteredTransport } from "./metered-transport.ts";
import { encodeNodeMark } from "./recovery/node-mark.ts";
import type { ReplicatedNodeOptions } from "./replicated-node-options.ts";
import { Applier } from "./state/applier.ts";
import { Checkpoints } from "./state/checkpoints.ts";
import { StatusPublisher } from "./status-publisher.ts";

export class ReplicatedNode {
  readonly raft: RaftNode;
  readonly desk: ProposalDesk;
  readonly membershipDesk: MembershipDesk;
  readonly clock: LogClock;
  readonly gates: ReadGates;
  readonly checkpoints: Checkpoints;
  readonly #options: ReplicatedNodeOptions;
  readonly #applier: Applier;
  readonly #publisher: StatusPublisher;
  #isClosing = false;
  #hasNewMembers = false;

  constructor(options: ReplicatedNodeOptions) {
    const { clock, status, start } = options;
    this.#options = options;
    this.#publisher = new StatusPublisher(options.id, status);
    this.clock = new LogClock(clock, start.machine.applied.logTimeMs, (ms) => setLogTime(status, clock, ms));
    this.#applier = this.#makeApplier();
    this.desk = this.#makeDesk();
    this.membershipDesk = this.#makeMembershipDesk();
    this.raft = this.#makeRaft();
    this.gates = new ReadGates(() => this.raft.readIndex());
    this.checkpoints = this.#makeCheckpoints();
    this.#publisher.applied(start.machine.position, start.machine.versionAt(0));
    this.#publisher.membership(start.membership);
    this.#publisher.role(this.raft.role);
  }

  get machine(): StateMachine {
    return this.#applier.machine;
  }

  /** The state is as its hash says, and no replay is under way. */
  get isWhole(): boolean {
    return this.#applier.isWhole;
  }

  /** Begins to work. A sole voter has nobody to wait for. */
  start(): void {
    this.#noteUnclean();
    this.#applier.start();
    const { voters, votersOutgoing } = this.raft.membership;
    if (voters.length === 1 && votersOutgoing.length === 0) this.raft.campaign();
    this.work();
  }

  /** About every tick of the timing, after waiting messages were received. */
  tick(): void {
    const { status, clock } = this.#options;
    // Sealed, or not yet sure of its state: others should lead.
    this.raft.setReluctant(status.get("unsealed") === 0 || !this.isWhole || this.#isClosing);
    this.raft.tick();
    this.desk.tick();
    this.membershipDesk.tick();
    if (this.isWhole && !this.#isClosing) this.checkpoints.tick(clock.monotonicMs());
    this.work();
  }

  receive(from: number, batch: PeerBatch): void {
    this.#options.meter?.received(from, batch);
    this.raft.receive(from, batch);
  }

  /** Proposals and read gates of one asking thread. `work` must follow, once for all that came in a turn. */
  ask(answers: Answers, proposals: Uint8Array | undefined, gate: number | undefined): void {
    if (proposals !== undefined) this.desk.receive(proposals, answers);
    if (gate === undefined) return;
    if (this.desk.isOpen) this.gates.ask(answers, gate);
    else answers.gate(gate, false);
  }

  /** Carries out what follows from the inputs of this turn. */
  work(): void {
    this.desk.submit();
    this.gates.submit();
    this.raft.work();
  }

  /**
   * Stops cleanly: takes nothing in any more, finishes what is being applied, makes the state durable and says so in
   * the log. `done` when a start from here needs neither replay nor scan. A leader should hand over first.
   */
  close(done: () => void): void {
    this.#isClosing = true;
    this.desk.close();
    this.gates.refuseAll();
    const finish = (): void => this.checkpoints.begin(this.#options.clock.monotonicMs(), done, true);
    if (this.#applier.isWhole) this.#applier.stop(finish);
    else this.#applier.stop(done);
  }

  /** From the first entry on that is applied, a stop without `close` is no clean one: the log knows before the state. */
  #noteUnclean(): void {
    const { log, start } = this.#options;
    if (!start.isVerified || log.mark === undefined) return;
    const data = encodeNodeMark({ membership: start.membership, isClean: false });
    log.write({ snapshot: { ...log.mark, data } }, () => {});
  }

  #makeRaft(): RaftNode {
    const { id, random, clock, log, transport, snapshots, start, limits, meter } = this.#options;
    return new RaftNode({
      id,
      random,
      clock,
      log,
      transport: meteredTransport(transport, meter),
      snapshots,
      machine: this.#applier,
      observer: this.#observer(),
      logTimeNote: () => this.clock.note(),
      start: {
        applied: start.machine.position,
        membership: start.membership,
        committed: start.machine.applied.index,
      },
      timing: limits.timing,
      limits: limits.core,
      cacheBytes: limits.cacheBytes,
    });
  }

  #observer(): NodeObserver {
    const { meter } = this.#options;
    return {
      roleChanged: (role) => this.#roleChanged(role),
      committed: (index) => {
        this.#publisher.committed(index);
        meter?.committed(index);
      },
      applied: (index, membership) => this.#applied(index, membership),
      readReady: ({ context, index }) => this.gates.confirmed(context, index, this.raft.applied),
      noteHeard: (from, note) => this.#noteHeard(from, note),
      alarm: (alarm) => this.#options.onAlarm(alarm),
    };
  }

  #applied(index: number, membership: Membership): void {
    this.#publisher.membership(membership);
    this.membershipDesk.applied();
    if (!this.#hasNewMembers) return;
    this.#hasNewMembers = false;
    this.#options.onMembers?.(index, membership);
  }

  #roleChanged(role: NodeRole): void {
    this.desk.close();
    this.membershipDesk.doubt();
    this.gates.refuseAll();
    if (role.role !== "leader") this.clock.follow();
    this.#publisher.role(role);
    this.#options.meter?.roleChanged(role);
    this.#options.onRole(role);
  }

  #noteHeard(from: number, note: PeerNote): void {
    this.clock.heard(from, note, from === this.raft.role.leader);
  }

  #makeApplier(): Applier {
    const { state, start, onVerified } = this.#options;
    return new Applier({
      port: state,
      machine: start.machine,
      isVerified: start.isVerified,
      payloadOf: (index, term) => this.desk.payloadOf(index, term),
      onVisible: (entries, changed) => this.#visible(entries, changed),
      onReplaced: (machine) => this.#replaced(machine),
      onVerified: (records) => {
        this.#openIfDue();
        onVerified(records);
      },
    });
  }

  /** Readers see these entries' effects: first all must be able to know, then askers are told. */
  #visible(entries: readonly Entry[], changed: readonly string[]): void {
    const { changes } = this.#options;
    for (const key of changed) if (isAnnounced(key)) changes.append(key);
    this.#hasNewMembers ||= entries.some(({ kind }) => kind === "conf-change") || changed.some(isMembers);
    changes.publish();
    const { machine } = this.#applier;
    this.#publisher.applied(machine.position, machine.versionAt(0));
    this.#options.meter?.applied(entries.length);
    this.clock.applied(machine.applied.logTimeMs);
    this.desk.applied(entries);
    this.membershipDesk.visible(entries);
    this.gates.applied(machine.position);
    this.#openIfDue();
  }

  /**
   * A leader's desk opens once the first entry of its own term is applied: only then does it know all that was
   * committed before (thesis §6.4), and only then are the conditions of proposals judged against the right state.
   */
  #openIfDue(): void {
    const { role, term } = this.raft.role;
    if (this.desk.isOpen || role !== "leader" || this.#isClosing || !this.#applier.isWhole) return;
    if (this.machine.applied.term !== term) return;
    this.clock.lead(allVoters(this.raft.membership));
    this.desk.open();
    this.#publisher.open(term, this.clock.nowMs());
  }

  #replaced(machine: StateMachine): void {
    this.#publisher.replaced();
    this.#publisher.applied(machine.position, machine.versionAt(0));
    this.clock.applied(machine.applied.logTimeMs);
    this.checkpoints.replaced(machine.position);
    this.desk.replaced(machine.position);
    this.#hasNewMembers = true;
  }

  #makeMembershipDesk(): MembershipDesk {
    const { status, clock, limits } = this.#options;
    return new MembershipDesk({
      propose: (change) => this.raft.proposeMembership(change),
      machine: () => this.#applier.machine,
      isOpen: () => this.desk.isOpen,
      logTimeMs: () => this.clock.nowMs(),
      sealEpoch: () => status.get("sealEpoch"),
      nowMs: () => clock.monotonicMs(),
      doubtMs: limits.doubtMs,
    });
  }

  #propose(batch: readonly Uint8Array[]): ProposalOutcome {
    const outcome = this.raft.propose(batch);
    if (outcome.kind === "appended") this.#options.meter?.appended(outcome.lastIndex, batch.length);
    return outcome;
  }

  #makeDesk(): ProposalDesk {
    const { status, clock, limits, log } = this.#options;
    return new ProposalDesk({
      propose: (batch) => this.#propose(batch),
      machine: () => this.#applier.machine,
      nowMs: () => clock.monotonicMs(),
      logTimeMs: () => this.clock.nowMs(),
      sealEpoch: () => status.get("sealEpoch"),
      maxPending: limits.maxPending,
      doubtMs: limits.doubtMs,
      overload: () => {
        if (this.raft.committed - this.raft.applied > limits.maxUnapplied)
          return "too much waits to be applied";
        return log.pendingBytes > limits.maxUnwrittenBytes ? "too much waits for the disk" : undefined;
      },
    });
  }

  #makeCheckpoints(): Checkpoints {
    const { log, state, limits, clock } = this.#options;
    return new Checkpoints(
      {
        log,
        port: state,
        limits: limits.checkpoints,
        position: () => ({ index: this.raft.applied, membership: this.raft.membership }),
        needs: () => this.raft.logNeeds(),
      },
      clock.monotonicMs(),
    );
  }
}

function isMembers(key: string): boolean {
  return key.startsWith("member/");
}
