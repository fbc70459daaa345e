// A log port in memory whose disk is as slow as the test wants: writes become durable when it says so.
import type { Entry } from "#raft/core/entry.ts";
import { EMPTY_HARD_STATE, type HardState } from "#raft/core/hard-state.ts";
import type { LogMark, LogPort, LogWork } from "#raft/node/ports/log-port.ts";

interface Write {
  readonly work: LogWork;
  readonly done: () => void;
}

export class SlowLog implements LogPort {
  hardState: HardState = EMPTY_HARD_STATE;
  mark: LogMark | undefined;
  readonly pendingBytes = 0;
  #entries: Entry[] = [];
  #waiting: Write[] = [];

  get firstIndex(): number {
    return 1;
  }

  get lastIndex(): number {
    return this.#entries.length;
  }

  /** Writes asked for and not durable. */
  get waiting(): number {
    return this.#waiting.length;
  }

  term(index: number): number | undefined {
    return index === 0 ? 0 : this.#entries[index - 1]?.term;
  }

  entries(low: number, high: number): readonly Entry[] | undefined {
    return this.#entries.slice(low - 1, high - 1);
  }

  bytesAfter(): number {
    return 0;
  }

  write(work: LogWork, done: () => void): void {
    this.#waiting.push({ work, done });
  }

  flush(): void {}

  /** The oldest writes become durable, and the node hears of it. */
  settle(count = this.#waiting.length): void {
    for (const { work, done } of this.#waiting.splice(0, count)) {
      this.#apply(work);
      done();
    }
  }

  /** As if an earlier process had written it. */
  hold(entries: readonly Entry[], hardState: HardState): void {
    this.#entries = [...entries];
    this.hardState = hardState;
  }

  #apply({ hardState, entries }: LogWork): void {
    if (hardState !== undefined) this.hardState = hardState;
    const first = entries?.[0];
    if (first === undefined) return;
    this.#entries = [...this.#entries.slice(0, first.index - 1), ...(entries ?? [])];
  }
}
