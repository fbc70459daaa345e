import type { Check, Outcome } from "../../consensus.ts";
import type { EntryPayload } from "../../entry-payload.ts";
import type { Candidate } from "../../state/leader-checks.ts";
import type { Answers } from "./answers.ts";

interface Asker {
  readonly answers: Answers;
  readonly call: number;
}

/** A proposal between its arrival and its outcome. */
export class PendingProposal implements Candidate {
  readonly name: string;
  readonly checks: readonly Check[];
  readonly keys: readonly string[];
  readonly payload: EntryPayload;
  /** As it will stand in the log. */
  readonly data: Uint8Array;
  /** Where it stands in the log, once it does. */
  index = 0;
  term = 0;
  readonly #asker: Asker;
  /** Who sent the same proposal again while this one was under way. */
  #others: Asker[] | undefined;

  constructor(proposal: {
    readonly name: string;
    readonly checks: readonly Check[];
    readonly payload: EntryPayload;
    readonly data: Uint8Array;
    readonly asker: Asker;
  }) {
    this.name = proposal.name;
    this.checks = proposal.checks;
    this.payload = proposal.payload;
    this.data = proposal.data;
    this.keys = proposal.payload.writes.map((write) => write.key);
    this.#asker = proposal.asker;
  }

  join(asker: Asker): void {
    this.#others ??= [];
    this.#others.push(asker);
  }

  committed(version: number): void {
    this.#asker.answers.committed(this.#asker.call, version);
    for (const { answers, call } of this.#others ?? []) answers.committed(call, version);
  }

  other(outcome: Outcome): void {
    this.#asker.answers.other(this.#asker.call, outcome);
    for (const { answers, call } of this.#others ?? []) answers.other(call, outcome);
  }
}
