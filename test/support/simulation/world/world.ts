// What all parts of a simulated cluster share.
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type { ClusterHistory } from "../checkers/cluster-history.ts";
import type { LogChecks } from "../checkers/log-checks.ts";
import type { NodeChecks } from "../checkers/node-checks.ts";
import type { ReadChecks } from "../checkers/read-checks.ts";
import type { SimulatedSnapshots } from "../node/simulated-snapshots.ts";
import type { FaultCounts } from "./fault-counts.ts";
import type { Settings } from "./settings.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";
import type { Trace } from "./trace.ts";
import type { VirtualTime } from "./virtual-time.ts";

export interface EventCounts {
  deliveries: number;
  diskOperations: number;
  clientOperations: number;
  elections: number;
}

export interface World {
  readonly settings: Settings;
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly faults: FaultCounts;
  readonly events: EventCounts;
  readonly history: ClusterHistory;
  readonly logChecks: LogChecks;
  readonly nodeChecks: NodeChecks;
  readonly readChecks: ReadChecks;
  readonly network: SimulatedNetwork;
  readonly snapshots: SimulatedSnapshots;
  /** A source of its own for each user, so that one's draws do not move another's. */
  fork(name: string): SeededRandom;
  /** Whether all nodes draw the same election timeout now. */
  hasEqualTimeouts(): boolean;
  /** First members' ids. */
  readonly founders: readonly number[];
}
