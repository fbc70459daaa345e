// LogPort over a LogReader, which reads, and something that writes: the link to the log thread, or a simulated one.
import type { Entry } from "#raft/core/entry.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { LogMark, LogPort, LogWork } from "#raft/node/ports/log-port.ts";
import { offsetAt, segmentAt } from "../../log/format/layout.ts";
import type { LogReader } from "../../log/log-reader.ts";
import type { LogWrite } from "../../log/log-write.ts";

export interface LogWriter {
  readonly pendingBytes: number;
  write(write: LogWrite, done: () => void): void;
  flush(): void;
}

export class ReaderLogPort implements LogPort {
  readonly #reader: LogReader;
  readonly #writer: LogWriter;
  readonly #segmentBytes: number;

  constructor(options: { reader: LogReader; writer: LogWriter; segmentBytes: number }) {
    this.#reader = options.reader;
    this.#writer = options.writer;
    this.#segmentBytes = options.segmentBytes;
  }

  get hardState(): HardState {
    return this.#reader.state.hardState;
  }

  get firstIndex(): number {
    return this.#reader.state.firstIndex;
  }

  get lastIndex(): number {
    return this.#reader.state.lastIndex;
  }

  get mark(): LogMark | undefined {
    return this.#reader.state.snapshot;
  }

  get pendingBytes(): number {
    return this.#writer.pendingBytes;
  }

  term(index: number): number | undefined {
    return this.#reader.state.term(index);
  }

  entries(low: number, high: number, maxBytes: number): readonly Entry[] | undefined {
    return this.#reader.entries(low, high, maxBytes);
  }

  bytesAfter(index: number): number {
    const { state } = this.#reader;
    const first = state.locate(Math.max(index + 1, state.firstIndex));
    const last = state.locate(state.lastIndex);
    if (first === undefined || last === undefined) return 0;
    const segments = segmentAt(last.recordPosition) - segmentAt(first.recordPosition);
    const offsets = offsetAt(last.recordPosition) - offsetAt(first.recordPosition);
    return segments * this.#segmentBytes + offsets + last.recordBytes;
  }

  write(work: LogWork, done: () => void): void {
    this.#writer.write(work, done);
  }

  flush(): void {
    this.#writer.flush();
  }
}
