// Opens connections to peers: the one thing the transport does not do itself, because trust is decided elsewhere.
import type { Duplex } from "node:stream";

/**
 * `refused`: nobody listens there; `unreachable`: no answer, or none in time; `not-trusted`: whoever answers is not that
 * peer; `unknown-peer`: nobody knows where it is.
 */
export type DialFailure = "refused" | "unreachable" | "not-trusted" | "unknown-peer";

export class DialError extends Error {
  readonly failure: DialFailure;

  constructor(failure: DialFailure, reason: string) {
    super(reason);
    this.name = "DialError";
    this.failure = failure;
  }
}

export interface PeerDialer {
  /** A connection over which this very peer speaks HTTP/2, within a bounded time. Rejects with a DialError. */
  dial(peer: number): Promise<Duplex>;
}
