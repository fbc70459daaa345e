// What a request thread is started with.
import { hostname } from "node:os";
import type { JsonObject } from "#base/json/raw-json.ts";
import type { ServerConfig } from "#config/server-config.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import type { NodeRecord } from "../node/node-file.ts";
import type { SharedMemory } from "../threads/shared-memory.ts";
import { planAudit } from "./audit-plan.ts";
import type { RequestThreadData } from "./node-data.ts";
import type { NodePlan } from "./node-plan.ts";

export interface ThreadSource {
  plan: NodePlan;
  config: ServerConfig;
  memory: SharedMemory;
  cluster: { readonly record: NodeRecord };
  configuration: JsonObject;
}

export function requestThreadData(
  { plan, config, memory, cluster, configuration }: ThreadSource,
  thread: Pick<RequestThreadData, "index" | "ports">,
): RequestThreadData {
  return {
    ...thread,
    memory,
    record: cluster.record,
    addresses: plan.addresses,
    autopilotIntervalMs: plan.autopilotIntervalMs,
    cacheBytes: plan.cacheBytes,
    listeners: config.listeners,
    maxEntryBytes: config.storage.maxEntryBytes,
    systemLimits: config.leases,
    lockouts: config.userLockouts,
    facts: plan.facts,
    log: plan.log,
    telemetry: config.telemetry,
    configuration,
    clusterName: config.node.clusterName,
    hostName: hostname(),
    dataDirectory: plan.dataDirectory,
    nodeHeaders: plan.nodeHeaders,
    audit: planAudit(config),
    forbiddenAuditFolders: [plan.dataDirectory, plan.programDirectory],
    origin: randomOrigin(),
  };
}

/** 53 random bits that name a thread's proposals among all threads of all nodes. */
function randomOrigin(): number {
  const view = new DataView(randomBytes(8).buffer);
  return (view.getUint32(0) & 0x001f_ffff) * 0x1_0000_0000 + view.getUint32(4);
}
