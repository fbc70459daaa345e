// Committed entries on their way through the state machine. Configuration changes take effect when they are applied,
// in their turn, so that every node changes its quorums at the same place of the log.
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { RawNode } from "#raft/core/raw-node.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import type { ApplyWork } from "#raft/core/storage-work.ts";
import type { StateMachinePort } from "../ports/state-machine-port.ts";

export class ApplyQueue {
  readonly #raw: () => RawNode;
  readonly #machine: StateMachinePort;
  readonly #onApplied: (index: number, membership: Membership) => void;
  #applied: number;
  #membership: Membership;
  #pendingEntries = 0;

  constructor(options: {
    raw: () => RawNode;
    machine: StateMachinePort;
    start: { readonly applied: number; readonly membership: Membership };
    onApplied: (index: number, membership: Membership) => void;
  }) {
    this.#raw = options.raw;
    this.#machine = options.machine;
    this.#onApplied = options.onApplied;
    this.#applied = options.start.applied;
    this.#membership = options.start.membership;
  }

  /** Entries up to here are applied, and readers see their effects. */
  get applied(): number {
    return this.#applied;
  }

  /** Who takes part after the last applied entry. */
  get membership(): Membership {
    return this.#membership;
  }

  /** Handed to the state machine and not yet applied. */
  get pendingEntries(): number {
    return this.#pendingEntries;
  }

  take({ entries, acknowledgement }: ApplyWork): void {
    this.#pendingEntries += entries.length;
    this.#machine.apply(entries, () => {
      this.#pendingEntries -= entries.length;
      this.#changeMembership(entries);
      const isNews = acknowledgement.index > this.#applied;
      if (isNews) this.#applied = acknowledgement.index;
      this.#raw().applied(acknowledgement);
      if (isNews) this.#onApplied(this.#applied, this.#membership);
    });
  }

  /** The state is now that of `snapshot`; entries it covers are passed over when their turn comes. */
  installed({ index, membership }: Snapshot): void {
    this.#applied = index;
    this.#membership = membership;
    this.#onApplied(index, membership);
  }

  #changeMembership(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.kind !== "conf-change" || entry.index <= this.#applied) continue;
      this.#membership = this.#raw().applyConfChange(entry);
    }
  }
}
