/** What a listener for other nodes holds at most. Everybody who can reach the port may connect. */
export interface ListenerLimits {
  /** A handshake that takes longer is ended. */
  readonly handshakeMs: number;
  /** Handshakes under way; of more, the oldest is given up: a flood of idle ones must not keep members out. */
  readonly maxHandshakes: number;
  /** Handshakes begun in a second by addresses from which no member has called. */
  readonly strangersPerSecond: number;
  /** Connections of strangers; the oldest makes room. */
  readonly maxStrangers: number;
  /** Strangers ask one question and go. */
  readonly strangerMs: number;
  /** Connections of one member; the oldest makes room. */
  readonly maxPerMember: number;
}

export const DEFAULT_LISTENER_LIMITS: ListenerLimits = {
  handshakeMs: 3000,
  maxHandshakes: 256,
  strangersPerSecond: 100,
  maxStrangers: 32,
  strangerMs: 10_000,
  maxPerMember: 16,
};
