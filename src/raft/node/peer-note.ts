// What nodes tell each other beside Raft's messages, with every batch: small facts of which only the newest counts.

export interface PeerNote {
  /** The election timeout that this node's own disk and loop ask for. */
  readonly electionWishMs: number;
  /** The one it uses. Followers use their leader's. */
  readonly electionMs: number;
  /** Whether it would be a good leader: unsealed, whole, its disk and request threads not stalled. */
  readonly isEligible: boolean;
  /** Log time: a leader's own now, otherwise the latest that was heard. */
  readonly logTimeMs: number;
  /** False while it only knows what its own state said when the process started. */
  readonly isLogTimeWarm: boolean;
  readonly wallMs: number;
}
