// A log port that tells the checkers of every write, and when it is known to be durable.
import type { Entry } from "#raft/core/entry.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { LogMark, LogPort, LogWork } from "#raft/node/ports/log-port.ts";

export class CheckedLogPort implements LogPort {
  readonly #log: LogPort;
  readonly #onWrite: (work: LogWork) => void;
  readonly #onDurable: (work: LogWork) => void;

  constructor(log: LogPort, onWrite: (work: LogWork) => void, onDurable: (work: LogWork) => void) {
    this.#log = log;
    this.#onWrite = onWrite;
    this.#onDurable = onDurable;
  }

  get hardState(): HardState {
    return this.#log.hardState;
  }

  get firstIndex(): number {
    return this.#log.firstIndex;
  }

  get lastIndex(): number {
    return this.#log.lastIndex;
  }

  get mark(): LogMark | undefined {
    return this.#log.mark;
  }

  get pendingBytes(): number {
    return this.#log.pendingBytes;
  }

  term(index: number): number | undefined {
    return this.#log.term(index);
  }

  entries(low: number, high: number, maxBytes: number): readonly Entry[] | undefined {
    return this.#log.entries(low, high, maxBytes);
  }

  bytesAfter(index: number): number {
    return this.#log.bytesAfter(index);
  }

  write(work: LogWork, done: () => void): void {
    this.#onWrite(work);
    this.#log.write(work, () => {
      this.#onDurable(work);
      done();
    });
  }

  flush(): void {
    this.#log.flush();
  }
}
