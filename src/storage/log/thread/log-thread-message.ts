// What passes between the thread that owns the log and the one that owns consensus.
import type { LogStateDump } from "../log-state.ts";

export type LogThreadRequest =
  /** Unsealed records (`draftWrites`), their buffers handed over. */
  { readonly kind: "write"; readonly records: readonly Uint8Array[] } | { readonly kind: "close" };

/** How long one group took, and how large it was. For metrics and for election timeouts that adapt to the disk. */
export interface GroupTiming {
  readonly requests: number;
  readonly records: number;
  readonly bytes: number;
  /** From taking up the group until it was durable; the last part of it in fdatasync. */
  readonly totalMicros: number;
  readonly syncMicros: number;
}

/** One request's share of a durable group. */
export interface DurableWrite {
  /** Where each record lies. */
  readonly positions: Float64Array;
  /** The records, sealed, their buffers handed back. */
  readonly records: readonly Uint8Array[];
}

export type LogThreadReply =
  /** First, once: the log is open and says this. */
  | { readonly kind: "opened"; readonly state: LogStateDump }
  /** The oldest unanswered write requests are durable, one element each. */
  | { readonly kind: "durable"; readonly writes: readonly DurableWrite[]; readonly timing: GroupTiming }
  /** Last: nothing will be durable any more, and the process must end. */
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "closed" };
