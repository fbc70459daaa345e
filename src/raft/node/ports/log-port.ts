// The durable log as the node sees it: it asks for writes and hears later that they are durable; it reads at once.
import type { Entry } from "#raft/core/entry.ts";
import type { HardState } from "#raft/core/hard-state.ts";

/** Which prefix of the log a snapshot or checkpoint stands for, with what the node wants to remember of it. */
export interface LogMark {
  readonly index: number;
  readonly term: number;
  /** Opaque to the log. */
  readonly data: Uint8Array;
}

/** One thing to make durable; its parts take effect in this order. */
export interface LogWork {
  /** A snapshot that the state store holds durably: it replaces the whole log. */
  readonly install?: LogMark;
  readonly hardState?: HardState;
  /** The first may replace an entry of the log, which removes all after it. */
  readonly entries?: readonly Entry[];
  /** The state store is durable up to here. */
  readonly snapshot?: LogMark;
  readonly checkpoint?: number;
  /** Entries up to here are not needed any more. */
  readonly compactTo?: { readonly index: number; readonly term: number };
}

/** Shows the log as far as it is durable. */
export interface LogPort {
  readonly hardState: HardState;
  readonly firstIndex: number;
  readonly lastIndex: number;
  /** The newest mark that was written. */
  readonly mark: LogMark | undefined;
  /** Bytes asked for and not yet durable. */
  readonly pendingBytes: number;

  /** `undefined` when the entry is compacted (but for the last compacted one) or beyond the end. */
  term(index: number): number | undefined;

  /** As `LogStorage.entries`. */
  entries(low: number, high: number, maxBytes: number): readonly Entry[] | undefined;

  /** About how much of the disk the entries after `index` take. */
  bytesAfter(index: number): number;

  /** Asks for `work` to be made durable after all before it. `done` is never called from within. */
  write(work: LogWork, done: () => void): void;

  /** Sends what this turn asked for on its way. */
  flush(): void;
}
