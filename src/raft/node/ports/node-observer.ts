import type { Membership } from "#raft/core/confchange/membership.ts";
import type { ReadState } from "#raft/core/read-state.ts";
import type { Role } from "#raft/core/soft-state.ts";
import type { PeerNote } from "../peer-note.ts";

export interface NodeRole {
  readonly role: Role;
  readonly term: number;
  /** 0: none known. */
  readonly leader: number;
}

/** What deserves an operator's eye: no correct member sends such messages. */
export interface NodeAlarm {
  readonly kind: "malformed" | "term-jump" | "forged-sender";
  readonly peer: number;
  readonly detail: string;
}

/** Hears what became of the node. Called in the middle of a turn: must not call back into it. */
export interface NodeObserver {
  /** Role, term or leader changed: reads, transfers and proposals of before are in doubt. */
  roleChanged(role: NodeRole): void;
  committed(index: number): void;
  /** Entries up to `index` are applied, and this is the membership from there on. */
  applied(index: number, membership: Membership): void;
  /** A read that this node asked for may go on once its index is applied. */
  readReady(read: ReadState): void;
  noteHeard(from: number, note: PeerNote): void;
  alarm(alarm: NodeAlarm): void;
}
