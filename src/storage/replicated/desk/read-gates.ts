// Reads that wait until it is certain that nothing newer exists (ReadIndex, thesis §6.4). All questions of a turn
// share one round of heartbeats, and while some rounds are under way further questions wait for the next.
import type { ReadOutcome } from "#raft/core/raw-node.ts";
import type { Answers } from "./answers.ts";

interface Question {
  readonly answers: Answers;
  readonly gate: number;
}

/** More rounds than this at a time would only be more messages. */
const MAX_ROUNDS = 4;

export class ReadGates {
  readonly #readIndex: () => ReadOutcome;
  #asked: Question[] = [];
  readonly #rounds = new Map<number, Question[]>();
  /** Confirmed, but the state has not come so far yet; ascending. */
  #confirmed: { index: number; questions: Question[] }[] = [];

  constructor(readIndex: () => ReadOutcome) {
    this.#readIndex = readIndex;
  }

  /** Questions that wait for an answer. */
  get size(): number {
    let size = this.#asked.length;
    for (const questions of this.#rounds.values()) size += questions.length;
    for (const { questions } of this.#confirmed) size += questions.length;
    return size;
  }

  ask(answers: Answers, gate: number): void {
    this.#asked.push({ answers, gate });
  }

  /** The turn ends: begins a round for what was asked. */
  submit(): void {
    if (this.#asked.length === 0 || this.#rounds.size >= MAX_ROUNDS) return;
    const questions = this.#asked;
    this.#asked = [];
    const outcome = this.#readIndex();
    if (outcome.kind === "pending") this.#rounds.set(outcome.context, questions);
    else answerAll(questions, false);
  }

  /** A quorum has confirmed the round: open once `index` is applied. */
  confirmed(context: number, index: number, applied: number): void {
    const questions = this.#rounds.get(context);
    if (questions === undefined) return;
    this.#rounds.delete(context);
    if (index <= applied) answerAll(questions, true);
    else this.#confirmed.push({ index, questions });
  }

  applied(index: number): void {
    while (this.#confirmed[0] !== undefined && this.#confirmed[0].index <= index) {
      answerAll(this.#confirmed.shift()?.questions ?? [], true);
    }
  }

  /** Role or term changed: whoever waits must ask again, perhaps elsewhere. */
  refuseAll(): void {
    answerAll(this.#asked, false);
    this.#asked = [];
    for (const questions of this.#rounds.values()) answerAll(questions, false);
    this.#rounds.clear();
    for (const { questions } of this.#confirmed) answerAll(questions, false);
    this.#confirmed = [];
  }
}

function answerAll(questions: readonly Question[], isOpen: boolean): void {
  for (const { answers, gate } of questions) answers.gate(gate, isOpen);
}
