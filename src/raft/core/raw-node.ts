// One node's Raft: inputs go in by the methods, everything that must happen comes out by `ready`. It does nothing by
// itself and never waits; the same inputs in the same order give the same outputs, to the last byte.
import { assert } from "#base/assert.ts";
import type { ConfChange } from "./confchange/conf-change.ts";
import { encodeConfChange } from "./confchange/conf-change-codec.ts";
import type { Membership } from "./confchange/membership.ts";
import type { Entry } from "./entry.ts";
import { handleAppended, handleApplied } from "./inputs/applied.ts";
import { applyConfChange } from "./inputs/reconfigure.ts";
import { type StepRefusal, step } from "./inputs/step.ts";
import { propose } from "./leading/proposals.ts";
import { acceptRead } from "./leading/read-index.ts";
import { startTransfer, type TransferOutcome } from "./leading/transfer.ts";
import type { Message } from "./message.ts";
import type { ProposalOutcome } from "./proposal-outcome.ts";
import type { RaftOptions } from "./raft-options.ts";
import type { Ready } from "./ready.ts";
import { type CampaignRefusal, tryCampaign } from "./roles/elections.ts";
import { forgetLeader, forwardRead, forwardTransfer } from "./roles/follower.ts";
import { tick, tickGap } from "./roles/ticks.ts";
import { becomeFollower, randomizeElection } from "./roles/transitions.ts";
import type { Snapshot } from "./snapshot.ts";
import { RaftState } from "./state/raft-state.ts";
import { ReadyBuilder } from "./state/ready-builder.ts";
import { type Status, statusOf } from "./status.ts";
import type { AppendAcknowledgement, ApplyAcknowledgement } from "./storage-work.ts";

/** `pending`: the answer comes as a `ReadState` with this context, or never if leader or term changes first. */
export type ReadOutcome =
  | { readonly kind: "pending"; readonly context: number }
  | { readonly kind: "dropped"; readonly reason: "no-leader" | "too-many-reads" };

export class RawNode {
  readonly #state: RaftState;
  readonly #ready: ReadyBuilder;

  /** @throws InvariantError when what storage holds cannot be a node's state */
  constructor(options: RaftOptions) {
    this.#state = new RaftState(options);
    becomeFollower(this.#state, this.#state.term, 0);
    this.#ready = new ReadyBuilder(this.#state);
  }

  /** One tick of time has passed. */
  tick(): void {
    tick(this.#state);
  }

  /** Time has passed that was not ticked: the process was paused or stalled. Handle waiting messages next. */
  tickGap(): void {
    tickGap(this.#state);
  }

  /**
   * Takes in a peer's message, or one to this node that `AppendWork.responses` held. The transport vouches for
   * `from`: a peer must not be able to speak in another's name, least of all in this node's.
   */
  step(message: Message): StepRefusal | undefined {
    return step(this.#state, message);
  }

  /** Appends one entry per element of `batch`, together or not at all. Empty data is a no-op for everyone. */
  propose(batch: readonly Uint8Array[]): ProposalOutcome {
    return propose(
      this.#state,
      batch.map((data) => ({ kind: "data", data })),
    );
  }

  /** Refused changes leave an empty entry behind in the log. */
  proposeConfChange(change: ConfChange): ProposalOutcome {
    const outcome = propose(this.#state, [{ kind: "conf-change", data: encodeConfChange(change) }]);
    if (outcome.kind !== "appended" || outcome.refusedChange === undefined) return outcome;
    return { kind: "dropped", reason: "change-refused", detail: outcome.refusedChange };
  }

  /** To be called when a committed configuration change is applied. Returns the membership from this entry on. */
  applyConfChange(entry: Entry): Membership {
    return applyConfChange(this.#state, entry);
  }

  /** Asks up to which index the state machine must have applied before a read that starts now. */
  readIndex(): ReadOutcome {
    const state = this.#state;
    const read = { from: state.id, context: state.nextReadContext };
    if (state.role === "leader") {
      if (!acceptRead(state, read)) return { kind: "dropped", reason: "too-many-reads" };
    } else if (state.role !== "follower" || !forwardRead(state, read)) {
      return { kind: "dropped", reason: "no-leader" };
    }
    // Never used again, not even after a failure: a late answer must find nobody else waiting for it.
    state.nextReadContext++;
    return { kind: "pending", context: read.context };
  }

  /** Starts an election without waiting for the timeout, with a pre-vote if that is on. */
  campaign(): CampaignRefusal | undefined {
    return tryCampaign(this.#state, this.#state.options.preVote ? "pre-vote" : "vote");
  }

  /** Hands leadership to `transferee`. Proposals are refused until it leads or an election timeout has passed. */
  transferLeader(transferee: number): TransferOutcome {
    const state = this.#state;
    if (state.role === "leader") return startTransfer(state, transferee);
    if (state.role !== "follower") return "refused";
    return forwardTransfer(state, transferee) ? "forwarded" : "refused";
  }

  /**
   * Follower: the leader is surely gone (its connection broke and dialling is refused). Says whether one was
   * forgotten. Never with `readMode: "lease"`.
   */
  forgetLeader(): boolean {
    return forgetLeader(this.#state);
  }

  /** Leader: stops leading without a successor, as one that no quorum answers does. Its disk stalls, say. */
  stepDown(): void {
    if (this.#state.role === "leader") becomeFollower(this.#state, this.#state.term, 0);
  }

  /** Whether the log lacks what `snapshot` stands for: its content must be at hand before its message is stepped. */
  lacks(snapshot: Snapshot): boolean {
    const { log } = this.#state;
    return snapshot.index > log.committed && !log.matches(snapshot);
  }

  /** A message to `peer` was lost, so what was streamed to it may be lost too. */
  reportUnreachable(peer: number): void {
    const progress = this.#leading(peer);
    if (progress?.state === "replicate") progress.becomeProbe();
  }

  /** `peer` has installed the snapshot it was sent, or has failed to; without this call it gets nothing more. */
  reportSnapshot(peer: number, succeeded: boolean): void {
    const progress = this.#leading(peer);
    if (progress?.state !== "snapshot") return;
    if (!succeeded) progress.pendingSnapshot = 0;
    progress.becomeProbe();
    // Its answer to the snapshot, or the next heartbeat's, says where to go on.
    progress.flowPaused = true;
  }

  /** Whether this node should lead only if nobody else will (it is sealed, say). */
  setReluctant(reluctant: boolean): void {
    this.#state.reluctant = reluctant;
  }

  /** The peers that a reluctant leader may hand over to, as their heartbeats tell. */
  setEligiblePeers(peers: Iterable<number>): void {
    this.#state.eligiblePeers = new Set(peers);
  }

  /** Changes the election timeout, on all nodes alike; never below what heartbeats need. */
  setElectionTicks(ticks: number): void {
    const { options } = this.#state;
    assert(
      Number.isSafeInteger(ticks) && ticks > options.heartbeatTicks,
      "elections must outlast heartbeats",
    );
    assert(options.readMode === "safe" || ticks >= options.electionTicks, "a lease forbids shorter timeouts");
    this.#state.electionTicks = ticks;
    randomizeElection(this.#state);
  }

  hasReady(): boolean {
    return this.#ready.pending();
  }

  /** All outstanding work. It counts as handed out: every `Ready` must be handled, in order. */
  ready(): Ready {
    return this.#ready.take();
  }

  /** Without asynchronous writes: the last `Ready` is handled entirely. */
  advance(): void {
    const { responses, append, apply } = this.#ready.advance();
    for (const message of responses) this.step(message);
    if (append !== undefined) handleAppended(this.#state, append);
    if (apply !== undefined) handleApplied(this.#state, apply);
  }

  /** With asynchronous writes: an `AppendWork` is durable and its responses are on their way. */
  appended(acknowledgement: AppendAcknowledgement): void {
    handleAppended(this.#state, acknowledgement);
  }

  /** With asynchronous writes: the entries of an `ApplyWork` are applied. */
  applied(acknowledgement: ApplyAcknowledgement): void {
    handleApplied(this.#state, acknowledgement);
  }

  status(): Status {
    return statusOf(this.#state);
  }

  #leading(peer: number) {
    return this.#state.role === "leader" ? this.#state.tracker.progressOf(peer) : undefined;
  }
}
