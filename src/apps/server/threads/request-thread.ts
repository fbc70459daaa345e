// A request thread: Hono, the core and the engines over one listening port that all request threads share.
import { once } from "node:events";
import { flushCompileCache } from "node:module";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { LevelStore } from "#storage/level/level-store.ts";
import { ReplaceableStore } from "#storage/replaceable-store.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import type { MainMethods, RequestMethods } from "../links/main-messages.ts";
import { RequestProposals } from "../links/request-proposals.ts";
import { Rpc } from "../links/rpc.ts";
import { openLog } from "../logging/begin-logging.ts";
import type { RequestThreadData } from "../main/node-data.ts";
import { openCredentials } from "../node/credential-files.ts";
import { statePlace } from "../node/state-place.ts";
import { ListenerSet } from "../request/listener-set.ts";
import { PeerDesk } from "../request/peers/peer-desk.ts";
import { RequestCore } from "../request/request-core.ts";
import { systemClock } from "../system-clock.ts";

const data = workerData as RequestThreadData;
const { memory, ports } = data;
const logger = openLog(data.log, memory);
// The code is loaded: the state may not be there yet.
await once(parentPort as MessagePort, "message");
const store = new ReplaceableStore(
  await LevelStore.open({
    directory: statePlace(data.dataDirectory),
    cacheBytes: data.cacheBytes,
    mustExist: true,
  }),
);
const status = new NodeStatus(memory.status);
const consensus = new RequestProposals({ port: ports.consensus, status, maxEntryBytes: data.maxEntryBytes });

const methods: RequestMethods = {
  sealed: () => core.forget(),
  listen: async () => {
    await peers.listen(core.services);
    return listeners.listen();
  },
  commitInit: (made) => core.commitInit(made),
  commitSealed: (proposal) => core.commitSealed(proposal),
  reload: ({ listeners: configs, configuration, audit }) => {
    listeners.reload(configs);
    core.telemetry.reload(configuration);
    core.reloadAudit(audit);
  },
  readMeter: () => core.telemetry.read(),
  describeInFlight: () => core.telemetry.describeInFlight(),
  drain: async ({ deadlineMs }) => {
    core.telemetry.endStreams();
    await Promise.all([listeners.close(deadlineMs), core.leave(deadlineMs)]);
    await peers.close();
    await core.close();
    await store.current.close();
  },
};
const main = new Rpc<MainMethods>(ports.main, methods);
const peers = new PeerDesk({
  data,
  port: ports.cluster,
  store,
  credentials: await openCredentials(data.dataDirectory, data.record.nodeId),
  logger,
});
const core = new RequestCore({ data, store, consensus, logger, clock: systemClock, main, peers });
const listeners = new ListenerSet({
  listeners: data.listeners,
  logger: logger.named("http"),
  nodeHeaders: data.nodeHeaders,
  telemetry: core.telemetry,
  handle: (request) => core.handle(request),
});
parentPort?.postMessage("ready");
// Now, since a process that is killed would keep nothing: the next start loads faster.
flushCompileCache();
