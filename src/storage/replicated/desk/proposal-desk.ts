// The leader's desk: judges proposals, stamps log time, hands a turn's worth to Raft at once, and tells each asker
// what became of its own, never by guessing (design §3). Everything it promises rests on two facts: it opens only
// when all entries before its term are applied, and it answers only what is applied or can never be.
import { assert } from "#base/assert.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { ProposalOutcome } from "#raft/core/proposal-outcome.ts";
import type { Outcome } from "../../consensus.ts";
import { decodePayload, type EntryPayload, stampLogTime } from "../../entry-payload.ts";
import { type ReceivedProposal, readProposals } from "../../proposal-codec.ts";
import { proposalName } from "../../proposal-id.ts";
import { LeaderChecks, type Woken } from "../../state/leader-checks.ts";
import type { StateMachine } from "../../state/state-machine.ts";
import type { Answers } from "./answers.ts";
import { DoubtfulProposals } from "./doubtful-proposals.ts";
import { PendingProposal } from "./pending-proposal.ts";

export interface ProposalDeskOptions {
  readonly propose: (batch: readonly Uint8Array[]) => ProposalOutcome;
  /** The present one: a snapshot brings another. */
  readonly machine: () => StateMachine;
  readonly nowMs: () => number;
  readonly logTimeMs: () => number;
  readonly sealEpoch: () => number;
  /** Why no more can be taken in now, if so. */
  readonly overload: () => string | undefined;
  readonly maxPending: number;
  /** How long askers wait for certainty after leadership was lost. */
  readonly doubtMs: number;
}

const NOT_LEADER: Outcome = { kind: "not-leader" };
const SEALED: Outcome = { kind: "busy", reason: "the barrier was sealed" };
const TOO_OLD: Outcome = {
  kind: "unknown",
  reason: "it was sent too long ago to know whether it was executed",
};

export class ProposalDesk {
  readonly #options: ProposalDeskOptions;
  readonly #checks: LeaderChecks<PendingProposal>;
  readonly #doubtful: DoubtfulProposals;
  /** Accepted, in order of index; those before `#settled` are done. */
  #pending: PendingProposal[] = [];
  #settled = 0;
  readonly #byName = new Map<string, PendingProposal>();
  /** Accepted in this turn and not yet given to Raft. */
  #accepted: PendingProposal[] = [];
  #isOpen = false;
  #openedAtMs = 0;

  constructor(options: ProposalDeskOptions) {
    this.#options = options;
    this.#checks = new LeaderChecks((key) => options.machine().versionOf(key));
    this.#doubtful = new DoubtfulProposals(options.doubtMs);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** For how long it has been open; 0 when it is not. */
  get openForMs(): number {
    return this.#isOpen ? this.#options.nowMs() - this.#openedAtMs : 0;
  }

  get figures(): { readonly pending: number; readonly parked: number; readonly doubtful: number } {
    const pending = this.#pending.length - this.#settled + this.#accepted.length;
    return { pending, parked: this.#checks.parked, doubtful: this.#doubtful.size };
  }

  /** Everything before this node's term as leader is applied. */
  open(): void {
    this.#isOpen = true;
    this.#openedAtMs = this.#options.nowMs();
  }

  /** Takes in what `ProposalBatch` made. @throws UnknownFormatError, RangeError when it did not make it */
  receive(batch: Uint8Array, answers: Answers): void {
    for (const proposal of readProposals(batch)) this.#take(proposal, answers);
  }

  /** The turn ends: what was accepted goes into the log together. */
  submit(): void {
    const accepted = this.#accepted;
    if (accepted.length === 0) return;
    this.#accepted = [];
    const outcome = this.#options.propose(accepted.map(({ data }) => data));
    if (outcome.kind === "appended") {
      let index = outcome.firstIndex;
      for (const proposal of accepted) {
        proposal.index = index++;
        proposal.term = outcome.term;
        this.#pending.push(proposal);
      }
      return;
    }
    assert(outcome.kind === "dropped", "a leader's proposals are never passed on");
    const answer: Outcome =
      outcome.reason === "uncommitted-limit"
        ? { kind: "busy", reason: "too much waits to be committed" }
        : NOT_LEADER;
    for (const proposal of accepted) this.#drop(proposal, answer);
  }

  /** What the entry says, if it came over this desk. */
  payloadOf(index: number, term: number): EntryPayload | undefined {
    const first = this.#pending[this.#settled];
    if (first === undefined || index < first.index) return undefined;
    // Between two proposals may be entries of other kinds, so this is where it is at the latest.
    for (let at = Math.min(this.#settled + index - first.index, this.#pending.length - 1); at >= 0; at--) {
      const proposal = this.#pending[at];
      if (proposal === undefined || proposal.index < index) return undefined;
      if (proposal.index === index) return proposal.term === term ? proposal.payload : undefined;
    }
    return undefined;
  }

  /** Readers see the effects of `entries`. */
  applied(entries: readonly Entry[]): void {
    const last = entries.at(-1);
    const first = entries[0];
    if (first === undefined || last === undefined) return;
    const termAt = (index: number): number | undefined => entries[index - first.index]?.term;
    for (;;) {
      const proposal = this.#pending[this.#settled];
      if (proposal === undefined || proposal.index > last.index) break;
      // While this node leads the log holds what it put there.
      assert(termAt(proposal.index) === proposal.term, "a leader's entry was replaced");
      this.#settled++;
      this.#settle(proposal);
    }
    this.#shrink();
    this.#doubtful.applied(last.index, termAt, this.#options.machine());
  }

  /** A snapshot replaced the state up to `index`. */
  replaced(index: number): void {
    this.#doubtful.replaced(index, this.#options.machine());
  }

  /** This node leads no more, or in another term. */
  close(): void {
    this.#isOpen = false;
    for (const { candidate } of this.#checks.clear()) candidate.other(NOT_LEADER);
    for (const proposal of this.#accepted) proposal.other(NOT_LEADER);
    this.#accepted = [];
    this.#doubtful.add(this.#pending.slice(this.#settled), this.#options.nowMs());
    this.#pending = [];
    this.#settled = 0;
    this.#byName.clear();
  }

  tick(): void {
    const nowMs = this.#options.nowMs();
    this.#wake(this.#checks.expire(nowMs));
    this.#doubtful.tick(nowMs);
  }

  #take({ call, epoch, checks, payload: data }: ReceivedProposal, answers: Answers): void {
    if (!this.#isOpen) {
      answers.other(call, NOT_LEADER);
      return;
    }
    if (epoch !== this.#options.sealEpoch()) {
      answers.other(call, SEALED);
      return;
    }
    const payload = decodePayload(data);
    const name = proposalName(payload.id);
    if (this.#isKnown(name, payload, { call, answers })) return;
    const overload = this.#overload();
    if (overload !== undefined) {
      answers.other(call, { kind: "busy", reason: overload });
      return;
    }
    const proposal = new PendingProposal({ name, checks, payload, data, asker: { answers, call } });
    this.#judge(proposal);
  }

  /** Whether the same proposal was executed, or is on its way: then it is answered, or will be. */
  #isKnown(name: string, payload: EntryPayload, asker: { call: number; answers: Answers }): boolean {
    const underWay = this.#byName.get(name);
    if (underWay !== undefined) {
      underWay.join(asker);
      return true;
    }
    const machine = this.#options.machine();
    const recall = machine.recall(payload.id);
    if (recall.kind === "executed") asker.answers.committed(asker.call, machine.versionAt(recall.index));
    else if (recall.kind === "forgotten") asker.answers.other(asker.call, TOO_OLD);
    return recall.kind !== "new";
  }

  #judge(proposal: PendingProposal): void {
    const verdict = this.#checks.offer(proposal, this.#options.nowMs());
    if (verdict.kind === "conflict") proposal.other(verdict);
    if (verdict.kind !== "accept") return;
    proposal.payload.logTimeMs = this.#options.logTimeMs();
    stampLogTime(proposal.data, proposal.payload.logTimeMs);
    this.#byName.set(proposal.name, proposal);
    this.#accepted.push(proposal);
  }

  #overload(): string | undefined {
    if (this.figures.pending >= this.#options.maxPending) return "too many writes are under way";
    return this.#options.overload();
  }

  #settle(proposal: PendingProposal): void {
    this.#byName.delete(proposal.name);
    proposal.committed(this.#options.machine().versionAt(proposal.index));
    this.#wake(this.#checks.settle(proposal.keys, this.#options.nowMs()));
  }

  #drop(proposal: PendingProposal, answer: Outcome): void {
    this.#byName.delete(proposal.name);
    proposal.other(answer);
    this.#wake(this.#checks.settle(proposal.keys, this.#options.nowMs()));
  }

  #wake(woken: readonly Woken<PendingProposal>[]): void {
    for (const { candidate, key } of woken) candidate.other({ kind: "conflict", key });
  }

  #shrink(): void {
    if (this.#settled * 2 <= this.#pending.length) return;
    this.#pending = this.#pending.slice(this.#settled);
    this.#settled = 0;
  }
}
