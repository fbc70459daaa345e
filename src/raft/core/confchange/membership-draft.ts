// A membership while a change is being applied to it, step by step. It also remembers whose history survives:
// a member removed and added back within one change starts afresh, because its log may be another one.

import type { ConfChangeStep } from "./conf-change.ts";
import { allMembers, ascending, type Membership } from "./membership.ts";

export class MembershipDraft {
  readonly kept: Set<number>;
  autoLeave: boolean;
  readonly #voters: Set<number>;
  readonly #votersOutgoing: Set<number>;
  readonly #learners: Set<number>;
  readonly #learnersNext: Set<number>;

  constructor(current: Membership) {
    this.kept = new Set(allMembers(current));
    this.#voters = new Set(current.voters);
    this.#votersOutgoing = new Set(current.votersOutgoing);
    this.#learners = new Set(current.learners);
    this.#learnersNext = new Set(current.learnersNext);
    this.autoLeave = current.autoLeave;
  }

  /** False when no voter would be left. Id 0 stands for "nobody": an embedding uses it to void a step. */
  apply(steps: readonly ConfChangeStep[]): boolean {
    for (const { action, nodeId } of steps) {
      if (nodeId === 0) continue;
      if (action === "add-voter") this.#addVoter(nodeId);
      else if (action === "add-learner") this.#addLearner(nodeId);
      else if (action === "remove") this.#remove(nodeId);
    }
    return this.#voters.size > 0;
  }

  leave(): void {
    for (const id of this.#learnersNext) this.#learners.add(id);
    this.#learnersNext.clear();
    this.#votersOutgoing.clear();
    this.autoLeave = false;
  }

  membership(): Membership {
    return {
      voters: ascending(this.#voters),
      votersOutgoing: ascending(this.#votersOutgoing),
      learners: ascending(this.#learners),
      learnersNext: ascending(this.#learnersNext),
      autoLeave: this.autoLeave,
    };
  }

  #addVoter(id: number): void {
    this.#learners.delete(id);
    this.#learnersNext.delete(id);
    this.#voters.add(id);
  }

  // A voter of the outgoing half still votes there, so it may become a learner only when that half is left.
  #addLearner(id: number): void {
    if (this.#learners.has(id)) return;
    this.#voters.delete(id);
    if (this.#votersOutgoing.has(id)) this.#learnersNext.add(id);
    else this.#learners.add(id);
  }

  #remove(id: number): void {
    this.#voters.delete(id);
    this.#learners.delete(id);
    this.#learnersNext.delete(id);
    if (this.#votersOutgoing.has(id)) return;
    this.kept.delete(id);
  }
}
