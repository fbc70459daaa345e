// The state store as the applying loop sees it: callbacks instead of promises, so that the simulator can run the loop
// in virtual time. Whatever fails ends the process through the owner; no callback comes then.
import type { StagedSnapshot } from "#raft/node/ports/snapshot-port.ts";
import type { StateMachine } from "../../state/state-machine.ts";
import type { StateWrite } from "../../state/state-store.ts";

/** Records of one moment, in pages; an empty page is the end. */
export interface StateScan {
  next(done: (page: readonly [string, Uint8Array][]) => void): void;
}

export interface StatePort {
  getRaw(key: string): Uint8Array | undefined;

  /** Atomic; readers see it when `done` is called. Need not be durable. */
  write(batch: readonly StateWrite[], done: () => void): void;

  /** Everything written before is durable when `done` is called. */
  flush(done: () => void): void;

  /** All raw records as they are now, whatever is written later. */
  scan(): StateScan;

  /** Puts the staged content in this store's place, durably, at once and for good. */
  install(staged: StagedSnapshot, done: (machine: StateMachine) => void): void;
}
