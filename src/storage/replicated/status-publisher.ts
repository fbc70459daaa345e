// Writes what every thread may ask into shared memory, in an order that never shows an open leader that is none.
import { allVoters, type Membership } from "#raft/core/confchange/membership.ts";
import type { NodeRole } from "#raft/node/ports/node-observer.ts";
import type { NodeStatus } from "../shared/node-status.ts";

export class StatusPublisher {
  readonly #id: number;
  readonly #status: NodeStatus;

  constructor(id: number, status: NodeStatus) {
    this.#id = id;
    this.#status = status;
  }

  /** A new role, or the same one in another term: not open either way. */
  role({ role, term, leader }: NodeRole): void {
    const status = this.#status;
    status.set("openTerm", 0);
    status.setRole("follower");
    status.set("term", term);
    status.set("leader", leader);
    if (role === "leader") status.setRole("leader");
    else if (role !== "follower") status.setRole("candidate");
    status.set("leaderSinceMs", 0);
  }

  open(term: number, logTimeMs: number): void {
    this.#status.set("leaderSinceMs", logTimeMs);
    this.#status.set("openTerm", term);
  }

  committed(index: number): void {
    this.#status.set("commitIndex", index);
  }

  applied(index: number, versionOffset: number): void {
    this.#status.set("versionOffset", versionOffset);
    this.#status.set("appliedIndex", index);
  }

  membership(membership: Membership): void {
    const beside = allVoters(membership).filter((id) => id !== this.#id);
    this.#status.set("votersBeside", beside.length);
  }

  /** The whole state is another: every cache must go. */
  replaced(): void {
    this.#status.add("generation", 1);
  }
}
