// Reads that a leader must not answer yet, and the heartbeat rounds that will let it (thesis §6.4). A read waits
// for a round that begins after it; a quorum's answers to that round, or any later one, prove that nobody else
// was leader when the read came.
import type { Membership } from "../confchange/membership.ts";
import { jointCommitted } from "../quorum/joint.ts";

export interface ReadRequest {
  /** Who asked, perhaps this node itself. */
  readonly from: number;
  readonly context: number;
}

export interface WaitingRead {
  readonly request: ReadRequest;
  /** What must be applied before the read. */
  readonly index: number;
  readonly round: number;
}

export class ReadQueue {
  readonly #self: number;
  readonly #limit: number;
  // Never starts over: a round that was used once must not confirm another read.
  #round = 0;
  #acknowledged = new Map<number, number>();
  #waiting: WaitingRead[] = [];
  #postponed: ReadRequest[] = [];

  constructor(self: number, limit: number) {
    this.#self = self;
    this.#limit = limit;
  }

  get full(): boolean {
    return this.#waiting.length + this.#postponed.length >= this.#limit;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  beginRound(): number {
    return ++this.#round;
  }

  acknowledge(from: number, round: number): void {
    if (round > this.#round) return;
    this.#acknowledged.set(from, Math.max(round, this.#acknowledged.get(from) ?? 0));
  }

  /** The last round that a quorum has answered; one's own answer goes without saying. */
  quorumRound(membership: Membership): number {
    const round = jointCommitted(membership, (id) =>
      id === this.#self ? this.#round : this.#acknowledged.get(id),
    );
    return Math.min(round, this.#round);
  }

  wait(read: WaitingRead): void {
    this.#waiting.push(read);
  }

  /** Takes out, in order, the reads that `round` confirms. */
  confirm(round: number): WaitingRead[] {
    let count = 0;
    while (count < this.#waiting.length && (this.#waiting[count]?.round ?? 0) <= round) count++;
    return this.#waiting.splice(0, count);
  }

  /** A read that must wait until the leader knows what is committed. */
  postpone(request: ReadRequest): void {
    this.#postponed.push(request);
  }

  takePostponed(): ReadRequest[] {
    return this.#postponed.splice(0);
  }

  /** Another term or role: whoever waits must ask again. */
  clear(): void {
    this.#acknowledged = new Map();
    this.#waiting = [];
    this.#postponed = [];
  }
}
