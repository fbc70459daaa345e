// What the main thread decides once from the configuration and the machine. Pure.

import { hostname } from "node:os";
import { join } from "node:path";
import type { ServerConfig } from "#config/server-config.ts";
import type { NodeFacts } from "#core/sealing/node-desk.ts";
import { type LogWish, logWish } from "../logging/begin-logging.ts";
import { BUILD_DATE, COFFER_VERSION, VAULT_VERSION } from "../version.ts";
import type { ClusterAddresses } from "./node-data.ts";

export interface NodePlan {
  /** As operators call this node; `undefined` where the configuration leaves that to the node. */
  nodeId: string | undefined;
  dataDirectory: string;
  addresses: ClusterAddresses;
  /** How often autopilot looks. */
  autopilotIntervalMs: number;
  programDirectory: string;
  requestThreads: number;
  cacheBytes: number;
  facts: NodeFacts;
  /** Response headers that name this node, where the configuration wants them. */
  nodeHeaders: Readonly<Record<string, string>>;
  log: LogWish;
}

export interface Machine {
  /** Processors and bytes that this process may use: the cgroup's if it has any. */
  processors: number;
  memoryBytes: number;
}

/** What a request thread needs at least: code, caches, heap. */
const THREAD_BYTES = 160 * 1024 * 1024;
const MIB = 1024 * 1024;
const STANDARD_AUTOPILOT_MS = 2000;

export function planNode(config: ServerConfig, machine: Machine, dataDirectory: string): NodePlan {
  return {
    nodeId: config.storage.type === "raft" ? config.storage.nodeId : hostname(),
    dataDirectory,
    addresses: clusterAddresses(config),
    autopilotIntervalMs:
      config.storage.type === "raft" ? config.storage.autopilotUpdateIntervalMs : STANDARD_AUTOPILOT_MS,
    programDirectory: join(import.meta.dirname, "../../../.."),
    requestThreads: config.node.requestThreads ?? requestThreadsFor(machine),
    cacheBytes: cacheBytesFor(machine),
    facts: {
      vaultVersion: VAULT_VERSION,
      cofferVersion: COFFER_VERSION,
      buildDate: BUILD_DATE,
      storageType: config.storage.type,
      sealType: config.seal.type,
      unsealsItself: config.seal.type !== "shamir",
      apiAddress: config.addresses.apiAddr,
      clusterAddress: `https://${hostPort(config.addresses.clusterAddr)}`,
    },
    nodeHeaders: nodeHeaders(config),
    log: logWish(config.log),
  };
}

function clusterAddresses({ storage, listeners, addresses }: ServerConfig): ClusterAddresses {
  const { apiAddr, clusterAddr, forwardingAddr } = addresses;
  const [first] = listeners;
  return {
    isClustered: storage.type === "raft",
    listen: first?.clusterAddress ?? clusterAddr,
    listenForwarding: first?.forwardingAddress ?? forwardingAddr,
    apiAddr,
    clusterAddr: hostPort(clusterAddr),
    forwardingAddr: hostPort(forwardingAddr),
  };
}

function nodeHeaders({ node, storage }: ServerConfig): Record<string, string> {
  const nodeId = storage.type === "raft" ? storage.nodeId : undefined;
  return {
    ...(node.sendsHostname && { "X-Vault-Hostname": hostname() }),
    ...(node.sendsRaftNodeId && nodeId !== undefined && { "X-Vault-Raft-Node-ID": nodeId }),
  };
}

/** One a processor, two on two; fewer when memory is short. */
export function requestThreadsFor({ processors, memoryBytes }: Machine): number {
  const byMemory = Math.floor((memoryBytes - THREAD_BYTES) / THREAD_BYTES);
  return Math.max(1, Math.min(Math.max(processors, 1), byMemory, 16));
}

function hostPort({ host, port }: { host: string; port: number }): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function cacheBytesFor({ memoryBytes }: Machine): number {
  return Math.max(8 * MIB, Math.min(64 * MIB, Math.floor(memoryBytes / 32)));
}
