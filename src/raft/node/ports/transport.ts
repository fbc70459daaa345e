import type { Message } from "#raft/core/message.ts";
import type { PeerNote } from "../peer-note.ts";

/** What goes to one peer at the end of a turn. */
export interface PeerBatch {
  readonly messages: readonly Message[];
  readonly note: PeerNote;
}

/** Carries batches to peers: in order as far as it can, without waiting, losing what it must. */
export interface Transport {
  send(peer: number, batch: PeerBatch): void;
}
