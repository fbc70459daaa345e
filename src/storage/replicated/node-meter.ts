import type { NodeRole } from "#raft/node/ports/node-observer.ts";
import type { PeerBatch } from "#raft/node/ports/transport.ts";

/** Measures a node. Called in the middle of a turn: must be quick, and must not call back into it. */
export interface NodeMeter {
  /** As the leader it put `count` entries into its log, the last of them at `lastIndex`. */
  appended(lastIndex: number, count: number): void;
  committed(index: number): void;
  /** Readers see the effects of `count` more entries. */
  applied(count: number): void;
  /** Role, term or leader changed. */
  roleChanged(role: NodeRole): void;
  sent(peer: number, batch: PeerBatch): void;
  received(peer: number, batch: PeerBatch): void;
}
