import type { Outcome } from "#storage/consensus.ts";

/** From a request thread, once a turn. */
export interface ToConsensus {
  /** What ProposalBatch made; its buffer is transferred. */
  proposals: Uint8Array | undefined;
  /** Asks whether reads are linearizable from now on; names the question. */
  gate: number | undefined;
}

/** To a request thread, once a turn. */
export interface ToRequests {
  /** Pairs of call and version. */
  committed?: Float64Array | undefined;
  others?: readonly { call: number; outcome: Outcome }[];
  gates?: readonly { gate: number; isOpen: boolean }[];
}
