// The log as the core reads it: newest entries from memory, older ones from disk, snapshots from the state machine.
import type { Membership } from "#raft/core/confchange/membership.ts";
import { type Entry, entriesBytes } from "#raft/core/entry.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { LogStorage } from "#raft/core/log-storage.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import type { LogPort } from "../ports/log-port.ts";
import type { EntryCache } from "./entry-cache.ts";

export interface LogViewOptions {
  readonly log: LogPort;
  readonly cache: EntryCache;
  /** What the node starts with. */
  readonly start: { readonly membership: Membership; readonly committed: number };
  /** What a snapshot of the state would stand for now; `undefined` when none can be given. */
  readonly snapshot: () => Snapshot | undefined;
}

export class LogView implements LogStorage {
  readonly #options: LogViewOptions;

  constructor(options: LogViewOptions) {
    this.#options = options;
  }

  initialState(): { readonly hardState: HardState; readonly membership: Membership } {
    const { log, start } = this.#options;
    const { term, vote, commit } = log.hardState;
    return {
      hardState: { term, vote, commit: Math.max(commit, start.committed) },
      membership: start.membership,
    };
  }

  firstIndex(): number {
    return this.#options.log.firstIndex;
  }

  lastIndex(): number {
    return this.#options.log.lastIndex;
  }

  term(index: number): number | undefined {
    return this.#options.log.term(index);
  }

  entries(low: number, high: number, maxBytes: number): readonly Entry[] | undefined {
    const { log, cache } = this.#options;
    if (low < log.firstIndex) return undefined;
    if (low >= cache.first) return cache.slice(low, high, maxBytes);
    const stored = log.entries(low, Math.min(high, cache.first), maxBytes);
    if (stored === undefined || low + stored.length >= high) return stored;
    const next = low + stored.length;
    const left = maxBytes - entriesBytes(stored);
    if (left <= 0 || next < cache.first) return stored;
    const rest = cache.slice(next, high, left) ?? [];
    // The first of the rest comes whatever its size.
    return entriesBytes(rest) > left ? stored : [...stored, ...rest];
  }

  snapshot(): Snapshot | undefined {
    return this.#options.snapshot();
  }
}
