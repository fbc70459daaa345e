// Commits what a request wrote: proposes, and on a conflict runs the request again on what is there now. Every write
// ends as committed, surely not executed (503, may be sent again) or unknown (409, must be looked at).
import type { Logger } from "#base/logger.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Consensus, Outcome } from "#storage/consensus.ts";
import type { ProposalId } from "#storage/proposal-id.ts";
import type { Answer } from "./answer.ts";
import type { Attempt } from "./attempt.ts";
import type { Transaction } from "./transaction.ts";

/** Tries in line for a hot key are bounded by time: each waits its turn for a few seconds at most. */
const MAX_TRIES = 64;
const MAX_SECONDS = 10;

/** What one try wrote, and what it makes of it. */
export interface Try<T> {
  transaction: Transaction;
  result: T;
}

/** What was committed. */
export interface Committed<T> {
  result: T;
  /** Version of everything that was written; undefined when nothing was. */
  version: number | undefined;
}

export interface ProposerOptions {
  consensus: Consensus;
  logger: Logger;
  nextId(): ProposalId;
  monotonicMs(): number;
}

export class Proposer {
  readonly #options: ProposerOptions;

  constructor(options: ProposerOptions) {
    this.#options = options;
  }

  /** @returns the answer of the try that was committed. @throws VaultError */
  async commit(first: Attempt, firstAnswer: Answer): Promise<Answer> {
    let attempt = first;
    const again = async (): Promise<Try<Answer>> => {
      attempt = attempt.again();
      await attempt.decide();
      const result = await attempt.run();
      return { transaction: attempt.transaction, result };
    };
    const committed = await this.commitTries({ transaction: first.transaction, result: firstAnswer }, again);
    return committed.result;
  }

  /** Proposes a try, and after each conflict the next one, made `again` on what is there now. @throws VaultError */
  async commitTries<T>(first: Try<T>, again: () => Promise<Try<T>>): Promise<Committed<T>> {
    const id = this.#options.nextId();
    const deadlineMs = this.#options.monotonicMs() + MAX_SECONDS * 1000;
    let attempt = first;
    for (let tries = 1; attempt.transaction.hasWrites; tries++) {
      const outcome = await this.#options.consensus.propose(attempt.transaction.proposal(id));
      if (outcome.kind === "committed") return { result: attempt.result, version: outcome.version };
      if (outcome.kind !== "conflict") throw refusalOf(outcome);
      if (tries >= MAX_TRIES || this.#options.monotonicMs() > deadlineMs) {
        throw tooManyConflicts(tries, outcome.key);
      }
      attempt = await again();
    }
    return { result: attempt.result, version: undefined };
  }
}

function refusalOf(outcome: Exclude<Outcome, { kind: "committed" | "conflict" }>): VaultError {
  switch (outcome.kind) {
    case "not-leader":
      return new VaultError("not_executed", "not executed: this node is no longer the leader");
    case "busy":
      return new VaultError("not_executed", `not executed: ${outcome.reason}`);
    case "unknown":
      return new VaultError("outcome_unknown", `write outcome unknown: ${outcome.reason}`);
  }
}

function tooManyConflicts(tries: number, key: string): VaultError {
  return new VaultError("not_executed", `not executed: ${tries} tries met other writes of the same data`, {
    cause: `conflict on ${key}`,
  });
}
