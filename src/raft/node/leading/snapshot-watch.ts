// A leader's view of members that wait for a snapshot. The offer may be lost, the member may die: one that shows no
// activity for a while is offered another.
import type { RawNode } from "#raft/core/raw-node.ts";
import type { Status } from "#raft/core/status.ts";

export class SnapshotWatch {
  readonly #raw: RawNode;
  readonly #patienceMs: number;
  readonly #activeAtMs = new Map<number, number>();

  constructor(raw: RawNode, patienceMs: number) {
    this.#raw = raw;
    this.#patienceMs = patienceMs;
  }

  /** `peer` is pulling content. */
  active(peer: number, nowMs: number): void {
    if (this.#activeAtMs.has(peer)) this.#activeAtMs.set(peer, nowMs);
  }

  check({ members }: Status, nowMs: number): void {
    const waiting = new Set(members.filter(({ state }) => state === "snapshot").map(({ id }) => id));
    for (const peer of this.#activeAtMs.keys()) if (!waiting.has(peer)) this.#activeAtMs.delete(peer);
    for (const peer of waiting) {
      const activeAtMs = this.#activeAtMs.get(peer) ?? nowMs;
      this.#activeAtMs.set(peer, activeAtMs);
      if (nowMs - activeAtMs < this.#patienceMs) continue;
      this.#activeAtMs.delete(peer);
      this.#raw.reportSnapshot(peer, false);
    }
  }
}
