// What a node's log must hold, followed write by write: one shadow of what it asked for, one of what is durable.
import type { HardState } from "#raft/core/hard-state.ts";
import type { LogWork } from "#raft/node/ports/log-port.ts";

export class LogShadow {
  /** Entries up to here are covered by a snapshot; its last one had term `baseTerm`. */
  base = 0;
  baseTerm = 0;
  hardState: HardState = { term: 0, vote: 0, commit: 0 };
  /** Of entry `base + 1` and on. */
  #terms: number[] = [];
  /** Of the newest membership change; 0 when none is known. */
  lastChange = 0;

  /** By term: how far the log reached while that was the node's term. */
  readonly #longest = new Map<number, number>();

  get lastIndex(): number {
    return this.base + this.#terms.length;
  }

  get lastTerm(): number {
    return this.#terms.at(-1) ?? this.baseTerm;
  }

  /** `undefined` below the base and beyond the end. */
  term(index: number): number | undefined {
    return index === this.base ? this.baseTerm : this.#terms[index - this.base - 1];
  }

  /** Whether the entry is there, or a snapshot covers it. */
  holds(index: number, term: number): boolean {
    return index <= this.base || this.term(index) === term;
  }

  /** What the node may have promised in `term`; what replaced it later does not make the promise false. */
  longestIn(term: number): number {
    return this.#longest.get(term) ?? 0;
  }

  apply(work: LogWork): void {
    this.#take(work);
    const { term } = this.hardState;
    this.#longest.set(term, Math.max(this.longestIn(term), this.lastIndex));
  }

  #take(work: LogWork): void {
    if (work.install !== undefined) this.begin(work.install.index, work.install.term, []);
    if (work.hardState !== undefined) this.hardState = work.hardState;
    const first = work.entries?.[0];
    if (first === undefined) return;
    this.#terms.length = first.index - this.base - 1;
    // What is overwritten is no change any more; one before it that is forgotten with it was committed, or is judged late.
    if (this.lastChange >= first.index) this.lastChange = 0;
    for (const { term, kind, index } of work.entries ?? []) {
      this.#terms.push(term);
      if (kind === "conf-change") this.lastChange = index;
    }
  }

  begin(base: number, baseTerm: number, terms: number[]): void {
    this.base = base;
    this.baseTerm = baseTerm;
    this.#terms = terms;
    this.lastChange = 0;
  }

  copyFrom(other: LogShadow): void {
    this.begin(other.base, other.baseTerm, [...other.#terms]);
    this.hardState = other.hardState;
  }
}
