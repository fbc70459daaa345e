// Consensus of one voter for tests: the real state machine and the real leader checks, one batch of entries a turn.
// Proposals travel in their wire form. Faults are asked for by name and happen when the test says so.
import type { Check, Consensus, Outcome, Proposal } from "#storage/consensus.ts";
import { decodePayload, stampLogTime } from "#storage/entry-payload.ts";
import { isAnnounced } from "#storage/key-areas.ts";
import { ProposalBatch, readProposals } from "#storage/proposal-codec.ts";
import { proposalName } from "#storage/proposal-id.ts";
import type { ChangeRingWriter } from "#storage/shared/change-ring.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";
import { LeaderChecks } from "#storage/state/leader-checks.ts";
import type { CommittedEntry, StateMachine } from "#storage/state/state-machine.ts";
import type { TestClock } from "./test-clock.ts";
import type { Turns } from "./turns.ts";

const MAX_ENTRY_BYTES = 8 * 1024 * 1024;
const NEVER = new Promise<Outcome>(() => {});

interface Offered {
  name: string;
  checks: readonly Check[];
  keys: readonly string[];
  payload: Uint8Array;
  answer(outcome: Outcome): void;
}

export interface TestConsensusOptions {
  machine: StateMachine;
  status: NodeStatus;
  ring: ChangeRingWriter;
  clock: TestClock;
  turns: Turns;
}

export class TestConsensus implements Consensus {
  readonly #options: TestConsensusOptions;
  readonly #checks: LeaderChecks<Offered>;
  readonly #accepted: Offered[] = [];
  readonly #watchers: ((proposal: Proposal) => Outcome | undefined)[] = [];
  #isDead = false;
  #isHeld = false;

  constructor(options: TestConsensusOptions) {
    this.#options = options;
    this.#checks = new LeaderChecks((key) => options.machine.versionOf(key));
    options.turns.onTurn(() => this.#turn());
  }

  /** Proposals so far that were accepted but not applied. */
  get pending(): number {
    return this.#accepted.length;
  }

  get parked(): number {
    return this.#checks.parked;
  }

  propose(proposal: Proposal): Promise<Outcome> {
    if (this.#isDead) return NEVER;
    for (const watcher of this.#watchers) {
      const outcome = watcher(proposal);
      if (outcome) return Promise.resolve(outcome);
    }
    const { status, turns } = this.#options;
    if (!status.isOpenLeader) return Promise.resolve({ kind: "not-leader" });
    if (proposal.epoch !== status.get("sealEpoch")) {
      return Promise.resolve({ kind: "busy", reason: "sealed meanwhile" });
    }
    return turns.during(this.#offer(proposal));
  }

  readGate(): boolean {
    return this.#options.status.isOpenLeader;
  }

  /** Sees every proposal first, and may answer in place of the consensus. @returns how to stop it */
  intercept(watcher: (proposal: Proposal) => Outcome | undefined): () => void {
    this.#watchers.push(watcher);
    return () => {
      this.#watchers.splice(this.#watchers.indexOf(watcher), 1);
    };
  }

  /** The next `count` proposals are not executed. */
  refuseNext(count: number, outcome: Outcome): void {
    let left = count;
    const stop = this.intercept(() => {
      if (--left <= 0) stop();
      return outcome;
    });
  }

  /** Nothing is applied until `release`. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
  }

  /** kill -9: what was not applied is lost, and nobody is answered any more. */
  kill(): void {
    this.#isDead = true;
    this.#accepted.length = 0;
    this.#options.turns.halt();
  }

  /** Deposed: parked ones are told, accepted ones may or may not be executed; here they are not. */
  stepDown(): void {
    this.#options.status.setRole("follower");
    for (const { candidate } of this.#checks.clear()) candidate.answer({ kind: "not-leader" });
    for (const offered of this.#accepted.splice(0))
      offered.answer({ kind: "unknown", reason: "the leader changed" });
  }

  #offer(proposal: Proposal): Promise<Outcome> {
    const { machine } = this.#options;
    const recalled = machine.recall(proposal.id);
    if (recalled.kind === "executed") {
      return Promise.resolve({ kind: "committed", version: machine.versionAt(recalled.index) });
    }
    if (recalled.kind === "forgotten") {
      return Promise.resolve({ kind: "unknown", reason: "it was sent too long ago" });
    }
    return new Promise((resolve) => this.#judge(proposal, resolve));
  }

  #judge(proposal: Proposal, answer: (outcome: Outcome) => void): void {
    const batch = new ProposalBatch();
    const bytes = batch.add(1, proposal, MAX_ENTRY_BYTES);
    if (batch.isEmpty) throw new RangeError(`an entry of ${bytes} bytes is larger than max_entry_size`);
    for (const { checks, payload } of readProposals(batch.take())) {
      const keys = decodePayload(payload).writes.map((write) => write.key);
      const offered: Offered = { name: proposalName(proposal.id), checks, keys, payload, answer };
      const verdict = this.#checks.offer(offered, this.#options.clock.monotonicMs());
      if (verdict.kind === "conflict") answer(verdict);
      if (verdict.kind === "accept") this.#accepted.push(offered);
    }
  }

  async #turn(): Promise<void> {
    if (this.#isDead) return;
    const { clock } = this.#options;
    if (!this.#isHeld && this.#accepted.length > 0) await this.#apply(this.#accepted.splice(0));
    for (const { candidate, key } of this.#checks.expire(clock.monotonicMs())) {
      candidate.answer({ kind: "conflict", key });
    }
  }

  async #apply(batch: readonly Offered[]): Promise<void> {
    const { machine, status, ring, clock } = this.#options;
    const from = machine.applied.index;
    const entries = batch.map(({ payload }, at): CommittedEntry => {
      stampLogTime(payload, clock.logTimeMs());
      return { index: from + at + 1, term: status.get("term"), data: payload };
    });
    const changed = await machine.apply(entries);
    for (const key of changed) if (isAnnounced(key)) ring.append(key);
    ring.publish();
    status.set("appliedIndex", machine.applied.index);
    batch.forEach((offered, at) => {
      const woken = this.#checks.settle(offered.keys, clock.monotonicMs());
      offered.answer({ kind: "committed", version: machine.versionAt(from + at + 1) });
      for (const { candidate, key } of woken) candidate.answer({ kind: "conflict", key });
    });
  }
}
