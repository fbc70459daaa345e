// What threads are started with. Plain data only: it is copied to them. Secrets are not in it.

import type { MessagePort } from "node:worker_threads";
import type { JsonObject } from "#base/json/raw-json.ts";
import type { ListenerOptions } from "#config/listener.ts";
import type { TelemetryOptions } from "#config/telemetry.ts";
import type { StandardLockouts } from "#core/lockout/lockout-rule.ts";
import type { NodeFacts } from "#core/sealing/node-desk.ts";
import type { LogWish } from "../logging/begin-logging.ts";
import type { NodeRecord } from "../node/node-file.ts";
import type { SharedMemory } from "../threads/shared-memory.ts";
import type { AuditPlan } from "./audit-plan.ts";

interface Place {
  readonly host: string;
  readonly port: number;
}

/** Where this node is among others. */
export interface ClusterAddresses {
  /** False: one voter for ever, which listens for nobody. */
  readonly isClustered: boolean;
  /** Where Raft's streams are taken in; an empty host takes every interface. */
  readonly listen: Place;
  /** Where forwarded requests and pulls of the state are taken in. */
  readonly listenForwarding: Place;
  /** As clients are told. */
  readonly apiAddr: string;
  /** `host:port`, as other members are told. */
  readonly clusterAddr: string;
  readonly forwardingAddr: string;
}

export interface RequestThreadData {
  index: number;
  memory: SharedMemory;
  record: NodeRecord;
  addresses: ClusterAddresses;
  autopilotIntervalMs: number;
  cacheBytes: number;
  listeners: readonly ListenerOptions[];
  maxEntryBytes: number;
  systemLimits: { defaultTtlSeconds: number; maxTtlSeconds: number };
  lockouts: StandardLockouts;
  facts: NodeFacts;
  log: LogWish;
  telemetry: TelemetryOptions;
  /** As sys/config/state/sanitized shows it. */
  configuration: JsonObject;
  /** As configured; the cluster may have another by now. */
  clusterName: string | undefined;
  hostName: string;
  dataDirectory: string;
  /** Response headers that name this node. */
  nodeHeaders: Readonly<Record<string, string>>;
  audit: AuditPlan;
  /** Where no audit file may be put through the API. */
  forbiddenAuditFolders: readonly string[];
  /** 53 random bits that name this thread's proposals. */
  origin: number;
  ports: { main: MessagePort; consensus: MessagePort; cluster: MessagePort };
}

export interface LogThreadData {
  /** To the consensus thread. */
  port: MessagePort;
  /** What wakes the thread. */
  bell: SharedArrayBuffer;
  directory: string;
  whenAbsent: "create" | "refuse";
}

export interface ConsensusThreadData {
  memory: SharedMemory;
  dataDirectory: string;
  record: NodeRecord;
  addresses: ClusterAddresses;
  log: LogWish;
  maxMounts: number;
  /** To the main thread, which reads this thread's meter over it. */
  telemetryPort: MessagePort;
  /** To the request threads. */
  ports: readonly MessagePort[];
  /** To all other threads, for what concerns the cluster. */
  clusterPorts: { main: MessagePort; requests: readonly MessagePort[] };
}
