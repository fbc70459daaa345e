// Who took part at which entry: a snapshot is made of a store that may be a moment ahead of what this thread has counted.
import type { Membership } from "#raft/core/confchange/membership.ts";

/** Changes of a membership are rare; a snapshot asks for one of the last moments. */
const MAX_CHANGES = 256;

export class MembershipHistory {
  readonly #changes: { index: number; membership: Membership }[] = [];

  /** The membership from entry `index` on. */
  note(index: number, membership: Membership): void {
    const last = this.#changes.at(-1);
    if (last !== undefined && index < last.index) this.#changes.length = 0;
    this.#changes.push({ index, membership });
    if (this.#changes.length > MAX_CHANGES) this.#changes.shift();
  }

  at(index: number): Membership | undefined {
    return this.#changes.findLast((change) => change.index <= index)?.membership;
  }
}
