import type { PeerBatch } from "#raft/node/ports/transport.ts";
import type { PeerFacts } from "./peer-facts.ts";

/** What the transport tells its owner. Called in turns of its own: the owner takes note and works at its turn's end. */
export interface TransportEvents {
  received(from: number, batch: PeerBatch): void;
  /** The peer's process is gone: its connection broke, and it refuses new ones. */
  lost(peer: number): void;
  /** Something sent to the peer may not arrive. */
  unreachable(peer: number): void;
  facts(peer: number, facts: PeerFacts): void;
  /** The peer is there, but does not take this node for a member: it may have been removed. */
  notAdmitted(peer: number): void;
  /** A member sent what no correct member sends; its stream was ended. */
  malformed(peer: number, reason: string): void;
  /** For the log: the state of the way to a peer changed. */
  linkChanged(peer: number, change: LinkChange): void;
}

export interface LinkChange {
  readonly lane: string;
  readonly isUp: boolean;
  readonly reason: string;
}
