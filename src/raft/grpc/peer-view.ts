import type { PeerFacts } from "./peer-facts.ts";

/** What this node has found out about a peer. */
export interface PeerView {
  /** Whether messages can be sent to it now. */
  readonly isConnected: boolean;
  /** Monotonic time at which the last word of it came in; `undefined`: never since the start. */
  readonly heardAtMs: number | undefined;
  readonly roundTripMs: number | undefined;
  readonly facts: PeerFacts | undefined;
}
