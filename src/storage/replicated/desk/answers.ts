import type { Outcome } from "../../consensus.ts";

/** How one asking thread hears of its proposals and reads. Collected and sent once a turn by whoever implements it. */
export interface Answers {
  /** The writes of `call` are applied and carry `version`. */
  committed(call: number, version: number): void;
  other(call: number, outcome: Outcome): void;
  gate(gate: number, isOpen: boolean): void;
}
