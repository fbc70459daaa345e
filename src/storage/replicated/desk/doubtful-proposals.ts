// Proposals that were under way when this node lost its leadership. Each is settled as soon as what happened is
// certain: by the entry that is applied in its place, or by a snapshot that covers it. That another leader overwrote
// it in this node's log proves nothing: a node that still has it may lead later and commit it (Raft paper figure 8).
import type { StateMachine } from "../../state/state-machine.ts";
import type { PendingProposal } from "./pending-proposal.ts";

const NOT_EXECUTED = { kind: "not-leader" } as const;

export class DoubtfulProposals {
  readonly #patienceMs: number;
  #groups: { proposals: PendingProposal[]; untilMs: number }[] = [];

  /** @param patienceMs how long an asker is kept waiting for certainty */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  get size(): number {
    return this.#groups.reduce((sum, { proposals }) => sum + proposals.length, 0);
  }

  add(proposals: PendingProposal[], nowMs: number): void {
    if (proposals.length > 0) this.#groups.push({ proposals, untilMs: nowMs + this.#patienceMs });
  }

  /** Entries were applied. @param termAt the term of an applied entry */
  applied(through: number, termAt: (index: number) => number | undefined, machine: StateMachine): void {
    this.#settle(
      ({ index }) => index <= through,
      (proposal) => {
        if (termAt(proposal.index) === proposal.term) proposal.committed(machine.versionAt(proposal.index));
        else proposal.other(NOT_EXECUTED);
      },
    );
  }

  /** A snapshot took the place of the entries up to `through`: the state's table of ids knows what was executed. */
  replaced(through: number, machine: StateMachine): void {
    this.#settle(
      ({ index }) => index <= through,
      (proposal) => {
        const recall = machine.recall(proposal.payload.id);
        if (recall.kind === "executed") proposal.committed(machine.versionAt(recall.index));
        else if (recall.kind === "new") proposal.other(NOT_EXECUTED);
        else proposal.other({ kind: "unknown", reason: "leadership was lost, and the outcome is forgotten" });
      },
    );
  }

  /** Time has passed: who has waited long enough is told that nobody knows. */
  tick(nowMs: number): void {
    while (this.#groups[0] !== undefined && this.#groups[0].untilMs <= nowMs) {
      for (const proposal of this.#groups.shift()?.proposals ?? []) {
        proposal.other({ kind: "unknown", reason: "leadership was lost while the write was under way" });
      }
    }
  }

  #settle(isDue: (proposal: PendingProposal) => boolean, answer: (proposal: PendingProposal) => void): void {
    if (this.#groups.length === 0) return;
    for (const group of this.#groups) {
      for (const proposal of group.proposals) if (isDue(proposal)) answer(proposal);
      group.proposals = group.proposals.filter((proposal) => !isDue(proposal));
    }
    this.#groups = this.#groups.filter(({ proposals }) => proposals.length > 0);
  }
}
