// Storage work as values, for embeddings that write on threads of their own (`asyncStorageWrites`). Work of one
// kind is done in order and never dropped; the two kinds need not wait for each other. Several pieces may be under
// way at once, and one write may cover many.
import type { Entry } from "./entry.ts";
import type { HardState } from "./hard-state.ts";
import type { EntryId } from "./log/unstable.ts";
import type { Message } from "./message.ts";
import type { Snapshot } from "./snapshot.ts";

/** For the log: to be written, and made durable before anything it holds back is released. */
export interface AppendWork {
  /** To be stored, whole, before or together with `entries`. */
  readonly hardState: HardState | undefined;
  /** Replaces the whole log, and the state machine's content with what the snapshot stands for. */
  readonly snapshot: Snapshot | undefined;
  /** To be appended; whatever the log holds from the first one's index on is dropped. */
  readonly entries: readonly Entry[];
  /** Whether term, vote or entries change: without it the work may be kept in memory until the next that syncs. */
  readonly mustSync: boolean;
  /** To be sent once this work and all before it is durable; those to this node itself go to `step`. */
  readonly responses: readonly Message[];
  /** To be given to `RawNode.appended` once this work is durable, after `responses`. */
  readonly acknowledgement: AppendAcknowledgement | undefined;
}

export interface AppendAcknowledgement {
  /** The node's term when the work was handed out. */
  readonly term: number;
  /** The last entry of the log then, if the unstable tail held any; not only of this work's entries. */
  readonly last: EntryId | undefined;
  /** What the work installed. */
  readonly snapshot: Snapshot | undefined;
}

/**
 * For the state machine: to be applied in order. Need not be durable before it is acknowledged. A snapshot may be
 * installed while this work waits: entries it covers must then be skipped, configuration changes included.
 */
export interface ApplyWork {
  readonly entries: readonly Entry[];
  /** To be given to `RawNode.applied` once all of `entries` are applied. */
  readonly acknowledgement: ApplyAcknowledgement;
}

export interface ApplyAcknowledgement {
  readonly index: number;
  readonly bytes: number;
  readonly payloadBytes: number;
}
