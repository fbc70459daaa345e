/** What it means to give a mount other options than it has. */
export type OptionsChange =
  | { kind: "nothing" }
  | { kind: "refused"; reason: string }
  /** Stored data must be turned into another form; `warning` tells the one who asked. */
  | { kind: "upgrade"; warning: string };
