// All that a node wants done after a batch of inputs. Handled as a whole, then acknowledged by `advance`; or, with
// `asyncStorageWrites`, its storage work is acknowledged piece by piece while further batches are handled.
import type { Entry } from "./entry.ts";
import type { HardState } from "./hard-state.ts";
import type { Message } from "./message.ts";
import type { ReadState } from "./read-state.ts";
import type { Snapshot } from "./snapshot.ts";
import type { SoftState } from "./soft-state.ts";
import type { AppendWork, ApplyWork } from "./storage-work.ts";

export interface Ready {
  /** Set when leader or role changed. Reads and transfers asked for before are lost. Not to be stored. */
  readonly softState: SoftState | undefined;
  /** Set when it changed: to be stored, whole, no later than `entries`. */
  readonly hardState: HardState | undefined;
  /** Set when a leader sent one: to be pulled and installed, and durable, before `messages` leave. */
  readonly snapshot: Snapshot | undefined;
  /** To be appended and made durable before `messages` leave; later entries of the log are dropped. */
  readonly entries: readonly Entry[];
  /** Whether `hardState` and `entries` must be durable before `messages` leave; a mere commit index need not. */
  readonly mustSync: boolean;
  /**
   * Committed, in order, each once in a process's life: to be applied. Without asynchronous writes some may be
   * among `entries`, to be stored first. Configuration changes go to `RawNode.applyConfChange` in their turn.
   */
  readonly committedEntries: readonly Entry[];
  /**
   * To be sent, in order as far as the transport can. With asynchronous writes at once: what must wait is among
   * `append.responses`. Without them, once everything above is durable. Whoever is sent a `snapshot` gets nothing
   * more until it acknowledges it or `RawNode.reportSnapshot` is called.
   */
  readonly messages: readonly Message[];
  /** Reads that may go on once their index is applied. */
  readonly readStates: readonly ReadState[];
  /** With asynchronous writes: `hardState`, `snapshot` and `entries` as work for the log. */
  readonly append: AppendWork | undefined;
  /** With asynchronous writes: `committedEntries` (then always durable already) as work for the state machine. */
  readonly apply: ApplyWork | undefined;
}
