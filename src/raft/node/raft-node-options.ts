// What a node is made of, and its limits. Nothing here has a timer, a promise or a random source of its own.
import type { Clock } from "#base/clock.ts";
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { RaftOptions } from "#raft/core/raft-options.ts";
import type { PeerNote } from "./peer-note.ts";
import type { LogPort } from "./ports/log-port.ts";
import type { NodeObserver } from "./ports/node-observer.ts";
import type { SnapshotPort } from "./ports/snapshot-port.ts";
import type { StateMachinePort } from "./ports/state-machine-port.ts";
import type { Transport } from "./ports/transport.ts";

export interface NodeTiming {
  readonly tickMs: number;
  readonly heartbeatMs: number;
  readonly electionFloorMs: number;
  readonly electionCeilingMs: number;
  /** A leader whose oldest append is older than this, and than the election timeout, hands over. */
  readonly appendStallMs: number;
  /** After a connection to the leader broke, nodes campaign within this time at least, not all at once. */
  readonly campaignJitterMs: number;
  /** A member that waits for a snapshot and shows no activity for so long is offered another. */
  readonly snapshotPatienceMs: number;
}

export const DEFAULT_TIMING: NodeTiming = {
  tickMs: 10,
  heartbeatMs: 50,
  electionFloorMs: 500,
  electionCeilingMs: 10_000,
  appendStallMs: 1000,
  campaignJitterMs: 50,
  snapshotPatienceMs: 10_000,
};

/** Limits of the core that an embedding may choose. */
export type CoreLimits = Partial<
  Pick<
    RaftOptions,
    | "maxMessageBytes"
    | "maxEntryBytes"
    | "maxApplyingBytes"
    | "maxUncommittedBytes"
    | "maxInflightMessages"
    | "maxInflightBytes"
    | "maxPendingReads"
    | "readMode"
  >
>;

/** The part of a note that the owner of log time fills in. */
export type LogTimeNote = Pick<PeerNote, "logTimeMs" | "isLogTimeWarm" | "wallMs">;

/** Where the state machine starts. */
export interface NodeStart {
  /** Entries after this one come again. */
  readonly applied: number;
  /** After the entry at `applied`. */
  readonly membership: Membership;
  /**
   * The state holds effects up to here, so all of it is committed, whatever the log knows: a commit index is written
   * without waiting. A leader that did not know could wait for a quorum to tell it, while those who would make up
   * the quorum wait for a snapshot that it gives only once its replay is through.
   */
  readonly committed: number;
}

export interface RaftNodeOptions {
  readonly id: number;
  /** A number in [0, bound), for bounds up to 2^48. */
  readonly random: (bound: number) => number;
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly log: LogPort;
  readonly machine: StateMachinePort;
  readonly transport: Transport;
  readonly snapshots: SnapshotPort;
  readonly observer: NodeObserver;
  readonly logTimeNote: () => LogTimeNote;
  readonly start: NodeStart;
  readonly timing?: Partial<NodeTiming>;
  readonly limits?: CoreLimits;
  /** Newest entries kept in memory. */
  readonly cacheBytes?: number;
}
