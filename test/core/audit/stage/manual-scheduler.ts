import type { TurnScheduler } from "#core/audit/turn-scheduler.ts";

/** Turns end and time passes when a test says so. */
export class ManualScheduler implements TurnScheduler {
  #atEnd: (() => void)[] = [];
  #later: { atMs: number; run: () => void }[] = [];
  #nowMs = 0;

  atEndOfTurn(run: () => void): void {
    this.#atEnd.push(run);
  }

  after(ms: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + ms, run };
    this.#later.push(timer);
    return () => {
      this.#later = this.#later.filter((other) => other !== timer);
    };
  }

  endTurn(): void {
    const due = this.#atEnd;
    this.#atEnd = [];
    for (const run of due) run();
  }

  advanceMs(ms: number): void {
    this.#nowMs += ms;
    const due = this.#later.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#later = this.#later.filter(({ atMs }) => atMs > this.#nowMs);
    for (const { run } of due) run();
  }

  get timers(): number {
    return this.#later.length;
  }
}
