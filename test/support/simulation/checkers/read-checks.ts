// What must be true when a read is let through (thesis §6.4), judged from outside: whatever was committed anywhere
// before it was asked for is there, and a quorum has taken its leader for leader since.
import type { Message } from "#raft/core/message.ts";
import type { ReplicatedNode } from "#storage/replicated/replicated-node.ts";
import { Violation } from "../world/violation.ts";
import type { VirtualTime } from "../world/virtual-time.ts";
import type { ClusterHistory } from "./cluster-history.ts";
import { isQuorum } from "./quorums.ts";

export interface ReadFloor {
  readonly committed: number;
  readonly askedAtMs: number;
}

export class ReadChecks {
  readonly #history: ClusterHistory;
  readonly #time: VirtualTime;
  readonly #isLeased: boolean;
  /** When a follower last answered a leader's heartbeat, by follower, leader and term. */
  readonly #answeredAtMs = new Map<string, number>();

  constructor(history: ClusterHistory, time: VirtualTime, isLeased: boolean) {
    this.#history = history;
    this.#time = time;
    this.#isLeased = isLeased;
  }

  sent(message: Message): void {
    if (message.kind !== "heartbeat-response") return;
    this.#answeredAtMs.set(`${message.from}/${message.to}/${message.term}`, this.#time.nowMs);
  }

  /** A read is asked for now. */
  floor(): ReadFloor {
    return { committed: this.#history.committed, askedAtMs: this.#time.nowMs };
  }

  opened(id: number, { raft, machine }: ReplicatedNode, { committed, askedAtMs }: ReadFloor): void {
    const { index } = machine.applied;
    if (index < committed) {
      throw new Violation(
        "reads see what was committed before",
        `node ${id} reads at ${index}, not ${committed}`,
      );
    }
    // The answer to the asker is on its way for a moment: who has lost its leadership meanwhile had it then.
    const { role, term } = raft.role;
    if (this.#isLeased || role !== "leader") return;
    const hasAnswered = (voter: number): boolean =>
      voter === id || (this.#answeredAtMs.get(`${voter}/${id}/${term}`) ?? -1) >= askedAtMs;
    if (isQuorum(raft.status().membership, hasAnswered)) return;
    // A change that came into force since the quorum answered may ask for more.
    if (isQuorum(this.#history.reference.membershipAt(index - 1) ?? raft.membership, hasAnswered)) return;
    throw new Violation("a quorum confirms each read anew", `not those of node ${id} in term ${term}`);
  }
}
