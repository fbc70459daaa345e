import type { Clock } from "#base/clock.ts";
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { LogPort } from "#raft/node/ports/log-port.ts";
import type { NodeAlarm, NodeRole } from "#raft/node/ports/node-observer.ts";
import type { SnapshotPort } from "#raft/node/ports/snapshot-port.ts";
import type { Transport } from "#raft/node/ports/transport.ts";
import type { ChangeRingWriter } from "../shared/change-ring.ts";
import type { NodeStatus } from "../shared/node-status.ts";
import type { StateMachine } from "../state/state-machine.ts";
import type { NodeLimits } from "./node-limits.ts";
import type { NodeMeter } from "./node-meter.ts";
import type { StatePort } from "./state/state-port.ts";

/** What a node is made of. */
export interface ReplicatedNodeOptions {
  readonly id: number;
  readonly random: (bound: number) => number;
  readonly clock: Clock;
  readonly log: LogPort;
  readonly state: StatePort;
  readonly transport: Transport;
  readonly snapshots: SnapshotPort;
  readonly status: NodeStatus;
  readonly changes: ChangeRingWriter;
  readonly limits: NodeLimits;
  readonly meter?: NodeMeter;
  /** As `planRecovery` says; a machine that is to replay stands where the replay begins. */
  readonly start: {
    readonly machine: StateMachine;
    readonly membership: Membership;
    readonly isVerified: boolean;
  };
  readonly onRole: (role: NodeRole) => void;
  readonly onAlarm: (alarm: NodeAlarm) => void;
  readonly onVerified: (records: number) => void;
  /** Who takes part, or what is known of them, changed with entry `index`. */
  readonly onMembers?: (index: number, membership: Membership) => void;
}
