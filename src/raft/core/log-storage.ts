// What the core asks of durable storage: read-only and synchronous. It writes through `Ready` alone.

import type { Membership } from "./confchange/membership.ts";
import type { Entry } from "./entry.ts";
import type { HardState } from "./hard-state.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * Shows the log as far as it is durable. Entries before `firstIndex` are compacted, except that the term of
 * `firstIndex - 1` stays known. `lastIndex` is `firstIndex - 1` while the log is empty.
 */
export interface LogStorage {
  /** Read once, at the start. `membership` is that after the last applied entry (`RaftOptions.applied`). */
  initialState(): { readonly hardState: HardState; readonly membership: Membership };
  firstIndex(): number;
  lastIndex(): number;
  /** `undefined` when the entry is compacted or beyond the end. */
  term(index: number): number | undefined;
  /**
   * Entries from `low` up to but without `high`, as many as fit into `maxBytes` (of `entryBytes`) but at least
   * one. `undefined` when `low` is compacted. Never asked beyond `lastIndex() + 1`. The core keeps the array.
   */
  entries(low: number, high: number, maxBytes: number): readonly Entry[] | undefined;
  /** The newest snapshot; `undefined` when none is at hand now (the core asks again later). */
  snapshot(): Snapshot | undefined;
}
