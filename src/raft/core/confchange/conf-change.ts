// A configuration change as it stands in the log, and which of the three kinds of transition it asks for.

export interface ConfChangeStep {
  /** `update` changes nothing here: it lets the state machine learn a member's new address. */
  readonly action: "add-voter" | "add-learner" | "remove" | "update";
  readonly nodeId: number;
}

export interface ConfChange {
  /**
   * `auto`: one step is applied directly, several go through a joint configuration that is left by itself.
   * `joint-implicit`: joint, left by itself. `joint-explicit`: joint, left by proposing an empty change.
   */
  readonly transition: "auto" | "joint-implicit" | "joint-explicit";
  readonly steps: readonly ConfChangeStep[];
  /** Opaque bytes for the state machine (a member's record); Raft never reads them. */
  readonly context: Uint8Array;
}

/** What applying a change does to the configuration. */
export type TransitionKind = "simple" | "enter-joint" | "enter-joint-auto-leave" | "leave-joint";

export function transitionOf(change: ConfChange): TransitionKind {
  if (change.transition === "joint-explicit") return "enter-joint";
  if (change.transition === "joint-implicit" || change.steps.length > 1) return "enter-joint-auto-leave";
  return change.steps.length === 0 ? "leave-joint" : "simple";
}
