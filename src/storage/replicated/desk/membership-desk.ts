// The leader's desk for changes of the membership. A change takes what is written with it (a member's record) along in
// its own entry, so that who takes part and what is known of them never differ. One change at a time: what it depends
// on is judged against applied state, and nothing else writes members' records.
import type { ConfChange } from "#raft/core/confchange/conf-change.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { ProposalOutcome } from "#raft/core/proposal-outcome.ts";
import type { Check, Outcome } from "../../consensus.ts";
import { stampLogTime } from "../../entry-payload.ts";
import type { StateMachine } from "../../state/state-machine.ts";

export interface MembershipWish {
  readonly transition: ConfChange["transition"];
  readonly steps: ConfChange["steps"];
  /** As `encodePayload` made it; empty to write nothing. */
  readonly payload: Uint8Array;
  readonly checks: readonly Check[];
  /** Seal epoch under which the payload was encrypted. */
  readonly epoch: number;
}

export interface MembershipDeskOptions {
  readonly propose: (change: ConfChange) => ProposalOutcome;
  readonly machine: () => StateMachine;
  /** The node leads, and has applied all that was before its term. */
  readonly isOpen: () => boolean;
  readonly logTimeMs: () => number;
  readonly sealEpoch: () => number;
  readonly nowMs: () => number;
  /** How long an asker is kept waiting for certainty. */
  readonly doubtMs: number;
}

interface Pending {
  readonly index: number;
  readonly term: number;
  readonly done: (outcome: Outcome) => void;
  /** Monotonic; `undefined` while this node leads on. */
  deadlineMs: number | undefined;
  version: number | undefined;
}

export class MembershipDesk {
  readonly #options: MembershipDeskOptions;
  #pending: Pending | undefined;

  constructor(options: MembershipDeskOptions) {
    this.#options = options;
  }

  /** `done` is called once, now or later. */
  propose(wish: MembershipWish, done: (outcome: Outcome) => void): void {
    const refusal = this.#refusal(wish);
    if (refusal !== undefined) {
      done(refusal);
      return;
    }
    const { transition, steps } = wish;
    const context = wish.payload.slice();
    if (context.length > 0) stampLogTime(context, this.#options.logTimeMs());
    const outcome = this.#options.propose({ transition, steps, context });
    if (outcome.kind !== "appended") {
      done({ kind: "not-leader" });
    } else if (outcome.refusedChange !== undefined) {
      done({ kind: "busy", reason: outcome.refusedChange });
    } else {
      const { lastIndex: index, term } = outcome;
      this.#pending = { index, term, done, deadlineMs: undefined, version: undefined };
    }
  }

  /** Readers see the effects of `entries`. */
  visible(entries: readonly Entry[]): void {
    const pending = this.#pending;
    const entry = pending && entries.find(({ index }) => index === pending.index);
    if (!pending || !entry) return;
    if (entry.term === pending.term) pending.version = this.#options.machine().versionAt(entry.index);
    // Another leader's entry is in its place: it will never be executed.
    else this.#settle({ kind: "not-leader" });
  }

  /** What was visible is in force. */
  applied(): void {
    const version = this.#pending?.version;
    if (version !== undefined) this.#settle({ kind: "committed", version });
  }

  /** Leadership was lost, or begins anew. */
  doubt(): void {
    if (this.#pending) this.#pending.deadlineMs ??= this.#options.nowMs() + this.#options.doubtMs;
  }

  tick(): void {
    const deadlineMs = this.#pending?.deadlineMs;
    if (deadlineMs === undefined || this.#options.nowMs() < deadlineMs) return;
    this.#settle({ kind: "unknown", reason: "leadership was lost while the membership was being changed" });
  }

  #settle(outcome: Outcome): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.done(outcome);
  }

  #refusal({ epoch, checks }: MembershipWish): Outcome | undefined {
    const { isOpen, sealEpoch, machine } = this.#options;
    if (!isOpen()) return { kind: "not-leader" };
    if (epoch !== sealEpoch()) return { kind: "busy", reason: "the barrier was sealed" };
    if (this.#pending) return { kind: "busy", reason: "another change of the membership is under way" };
    const stale = checks.find(({ key, version }) => machine().versionOf(key) !== version);
    return stale && { kind: "conflict", key: stale.key };
  }
}
