// A node's view of the membership and, on a leader, of each member's log. Answers the three questions that need a
// quorum: what is committed, who won the vote, is a majority still there.
import { assert } from "#base/assert.ts";
import type { ChangeOutcome } from "../confchange/changer.ts";
import { brokenInvariant } from "../confchange/changer.ts";
import {
  allMembers,
  allVoters,
  ascending,
  EMPTY_MEMBERSHIP,
  isJoint,
  type Membership,
} from "../confchange/membership.ts";
import { jointCommitted, jointVote } from "../quorum/joint.ts";
import type { VoteResult } from "../quorum/majority.ts";
import { Inflights } from "./inflights.ts";
import { Progress } from "./progress.ts";

export interface InflightLimits {
  readonly maxInflightMessages: number;
  readonly maxInflightBytes: number;
}

export class Tracker {
  readonly #limits: InflightLimits;
  readonly #matchOf = (id: number): number | undefined => this.#progress.get(id)?.match;
  readonly #votes = new Map<number, boolean>();
  #membership: Membership = EMPTY_MEMBERSHIP;
  #progress = new Map<number, Progress>();
  #members: readonly number[] = [];
  #voters: readonly number[] = [];

  constructor(limits: InflightLimits) {
    this.#limits = limits;
  }

  get membership(): Membership {
    return this.#membership;
  }

  /** Everyone tracked, ascending: the only order in which members are ever visited. */
  get members(): readonly number[] {
    return this.#members;
  }

  /** Voters of both halves, ascending. */
  get voters(): readonly number[] {
    return this.#voters;
  }

  progressOf(id: number): Progress | undefined {
    return this.#progress.get(id);
  }

  /** Whether `id` is the only voter, so that it can decide alone. */
  isSoleVoter(id: number): boolean {
    return this.#voters.length === 1 && this.#voters[0] === id && !isJoint(this.#membership);
  }

  /** The highest index that a quorum holds, counting only what each member has acknowledged. */
  committedIndex(): number {
    return jointCommitted(this.#membership, this.#matchOf);
  }

  /** Whether a quorum was heard since `forgetActivity` (learners do not count). */
  quorumActive(): boolean {
    const active = new Map<number, boolean>();
    for (const [id, progress] of this.#progress) active.set(id, progress.recentlyActive);
    return jointVote(this.#membership, active) === "won";
  }

  /** Everyone but `self` has to be heard again. */
  forgetActivity(self: number): void {
    for (const [id, progress] of this.#progress) if (id !== self) progress.recentlyActive = false;
  }

  resetVotes(): void {
    this.#votes.clear();
  }

  /** A member's first answer counts; it cannot change its mind within a vote. */
  recordVote(id: number, granted: boolean): void {
    if (!this.#votes.has(id)) this.#votes.set(id, granted);
  }

  voteResult(): VoteResult {
    return jointVote(this.#membership, this.#votes);
  }

  /** A new term: nothing is known of anyone's log but one's own. */
  resetProgress(self: number, lastIndex: number): void {
    for (const id of this.#members) {
      const learner = this.#progress.get(id)?.learner ?? false;
      const match = id === self ? lastIndex : 0;
      this.#progress.set(id, this.#fresh({ match, next: lastIndex + 1, learner, active: false }));
    }
  }

  /** Takes over the outcome of a change; new members start at the end of the log and count as just heard. */
  adopt(outcome: ChangeOutcome & { ok: true }, lastIndex: number): void {
    this.#install(outcome.membership, outcome.kept, lastIndex);
  }

  /** Takes over a membership read from storage or a snapshot; nothing is known of anyone's log. */
  restore(membership: Membership, lastIndex: number): void {
    const sorted: Membership = {
      voters: ascending(membership.voters),
      votersOutgoing: ascending(membership.votersOutgoing),
      learners: ascending(membership.learners),
      learnersNext: ascending(membership.learnersNext),
      autoLeave: membership.autoLeave,
    };
    const broken = brokenInvariant(sorted);
    assert(broken === undefined, `the stored membership cannot stand: ${broken}`);
    this.#install(sorted, new Set(), lastIndex);
  }

  #install(membership: Membership, kept: ReadonlySet<number>, lastIndex: number): void {
    const progress = new Map<number, Progress>();
    for (const id of allMembers(membership)) {
      const learner = membership.learners.includes(id);
      const known = kept.has(id) ? this.#progress.get(id) : undefined;
      if (known !== undefined) known.learner = learner;
      // Counted as heard, or the next check of the quorum would depose a leader that has just added a member.
      const next = Math.max(lastIndex, 1);
      progress.set(id, known ?? this.#fresh({ match: 0, next, learner, active: true }));
    }
    this.#membership = membership;
    this.#progress = progress;
    this.#members = [...progress.keys()];
    this.#voters = allVoters(membership);
  }

  #fresh(start: { match: number; next: number; learner: boolean; active: boolean }): Progress {
    const inflights = new Inflights(this.#limits.maxInflightMessages, this.#limits.maxInflightBytes);
    return new Progress({ ...start, inflights });
  }
}
