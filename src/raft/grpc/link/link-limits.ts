// How a link behaves in time and how much it holds.

export interface LinkLimits {
  /** The peer must have agreed to a new stream within this time. */
  readonly helloMs: number;
  /** A sign of life is asked for this often. */
  readonly pingMs: number;
  /** A connection without any for so long is given up. Above the worst stall of either loop (node-techniques.md §3). */
  readonly silenceMs: number;
  /** Messages that would make more than this wait are dropped: Raft sends again. */
  readonly maxBufferedBytes: number;
  /** Messages of one turn are put into frames of about this size. */
  readonly frameBytes: number;
  /** The largest frame that is taken in: one entry of the largest size, with room around it. */
  readonly maxFrameBytes: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LINK_LIMITS: LinkLimits = {
  helloMs: 1000,
  pingMs: 500,
  silenceMs: 3000,
  maxBufferedBytes: 24 * MIB,
  frameBytes: MIB,
  maxFrameBytes: 10 * MIB,
};
