// The consensus thread's life: opens log and state, runs the node, and turns what other threads send into turns of
// its loop. All that comes in within a turn is worked off together at its end.
import { join } from "node:path";
import type { Logger } from "#base/logger.ts";
import { secureRandom } from "#crypto/secure-random.ts";
import type { LogPort } from "#raft/node/ports/log-port.ts";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { LevelStore } from "#storage/level/level-store.ts";
import { DEFAULT_LOG_LIMITS } from "#storage/log/log-limits.ts";
import { ReaderLogPort } from "#storage/replicated/log/reader-log-port.ts";
import { DEFAULT_NODE_LIMITS, type NodeLimits } from "#storage/replicated/node-limits.ts";
import { openState } from "#storage/replicated/recovery/open-state.ts";
import { ReplicatedNode } from "#storage/replicated/replicated-node.ts";
import type { StatePort } from "#storage/replicated/state/state-port.ts";
import { ChangeRingWriter } from "#storage/shared/change-ring.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import type { ToConsensus } from "../links/consensus-messages.ts";
import type { ConsensusThreadData } from "../main/node-data.ts";
import type { ConsensusTelemetry } from "../observability/consensus/consensus-telemetry.ts";
import { MeteredStatePort } from "../observability/consensus/metered-state-port.ts";
import { systemClock } from "../system-clock.ts";
import { LevelStatePort } from "./level-state-port.ts";
import { type LogWorker, startLogWorker } from "./log-worker.ts";
import { noPeers } from "./no-peers.ts";
import { type NodeIdentity, nodeIdentity } from "./node-identity.ts";
import { RequestLink } from "./request-link.ts";

const TICK_MS = 10;
const STATE_CACHE_BYTES = 64 * 1024 * 1024;
/** Request threads that have not run for so long serve nobody. */
const REQUEST_STALL_MS = 1000;

export interface ConsensusServerOptions {
  readonly data: ConsensusThreadData;
  readonly logger: Logger;
  readonly telemetry: ConsensusTelemetry;
  /** Something broke: the process must end. */
  readonly fail: (error: unknown) => void;
}

interface Opened {
  readonly identity: NodeIdentity;
  readonly worker: LogWorker;
  readonly store: LevelStore;
}

export class ConsensusServer {
  readonly #options: ConsensusServerOptions;
  readonly #status: NodeStatus;
  readonly #links: RequestLink[];
  #node: ReplicatedNode | undefined;
  #opened: Opened | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isTurnDue = false;

  constructor(options: ConsensusServerOptions) {
    this.#options = options;
    this.#status = new NodeStatus(options.data.memory.status);
    this.#links = options.data.ports.map((port) => new RequestLink(port));
  }

  /** Opens everything and runs. @throws LogDamageError, StateDamageError, UnknownFormatError */
  async start(): Promise<void> {
    const opened = await this.#open();
    const log = new ReaderLogPort({
      reader: opened.worker.link.reader,
      writer: opened.worker.link,
      segmentBytes: DEFAULT_LOG_LIMITS.segmentBytes,
    });
    const { raftId } = opened.identity;
    const start = await openState({ log, store: opened.store, beginWith: [raftId] });
    const { logger, telemetry } = this.#options;
    const { meters } = telemetry;
    const node = new ReplicatedNode({
      id: raftId,
      random: (bound) => Math.floor((randomBits48() / 2 ** 48) * bound),
      clock: systemClock,
      log,
      state: this.#statePort(opened.store),
      transport: noPeers,
      snapshots: noPeers,
      status: this.#status,
      changes: new ChangeRingWriter(this.#options.data.memory.changes),
      limits: nodeLimits(),
      meter: meters,
      start,
      onRole: ({ role, term }) => logger.info("raft role", { role, term }),
      onAlarm: (alarm) => {
        meters.alarm(alarm);
        logger.error("raft alarm", { ...alarm });
      },
      onVerified: (records) => logger.info("the state is as its hash says", { records }),
    });
    this.#node = node;
    this.#showNode(node, log);
    for (const link of this.#links) link.port.on("message", (asked: ToConsensus) => this.#asked(link, asked));
    this.#timer = setInterval(() => setImmediate(() => this.#tick()), TICK_MS);
    if (!start.isVerified) logger.info("the last stop was no clean one: the state is being checked");
    node.start();
    this.#flush();
  }

  /** SIGTERM: finishes what is under way and makes it durable, so that the next start has nothing to do over. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    const { raft } = this.#running();
    raft.handOver();
    await new Promise<void>((resolve) => {
      this.#running().close(resolve);
      this.#turn();
    });
    for (const link of this.#links) link.port.close();
    this.#options.telemetry.close();
    await this.#opened?.worker.close();
    await this.#opened?.store.close();
  }

  async #open(): Promise<Opened> {
    const { dataDirectory } = this.#options.data;
    const disk = new NodeDisk();
    const identity = nodeIdentity(disk, dataDirectory, secureRandom);
    const directory = join(dataDirectory, "state");
    const hadState = identity.wasThere && disk.exists(directory);
    // Its lock keeps a second process out of the whole directory: the log has none of its own.
    const store = await LevelStore.open({ directory, cacheBytes: STATE_CACHE_BYTES, mustExist: false });
    const worker = await startLogWorker({
      disk,
      directory: join(dataDirectory, "log"),
      whenAbsent: hadState ? "refuse" : "create",
      onGroup: (timing) => {
        this.#options.telemetry.meters.synced(timing);
        this.#node?.raft.measuredSync(timing.totalMicros / 1000);
        this.#turn();
      },
      fail: this.#options.fail,
    });
    this.#opened = { identity, worker, store };
    return this.#opened;
  }

  #statePort(store: LevelStore): StatePort {
    const port = new LevelStatePort({
      store,
      install: () => Promise.reject(new Error("a node without peers installs no snapshot")),
      work: () => this.#turn(),
      fail: this.#options.fail,
    });
    return new MeteredStatePort(port, (tookMs) => this.#options.telemetry.meters.stateWritten(tookMs));
  }

  #showNode({ raft, desk }: ReplicatedNode, log: LogPort): void {
    const { data, telemetry } = this.#options;
    const peerName = (raftId: number): string => (raftId === raft.status().id ? data.nodeId : String(raftId));
    const figures = () => ({
      status: raft.status(),
      desk: desk.figures,
      electionTimeoutMs: raft.election.agreedMs,
      logWaitingBytes: log.pendingBytes,
    });
    telemetry.show(figures, peerName);
  }

  #asked(link: RequestLink, { proposals, gate }: ToConsensus): void {
    this.#running().ask(link, proposals, gate);
    if (this.#isTurnDue) return;
    // Everything that waits is taken in first, and goes into the log together.
    this.#isTurnDue = true;
    setImmediate(() => this.#turn());
  }

  #tick(): void {
    const node = this.#node;
    if (node === undefined) return;
    const heartbeatUs = this.#status.get("requestHeartbeatUs");
    const lateMs = systemClock.monotonicMs() - heartbeatUs / 1000;
    node.raft.setRequestsStalled(heartbeatUs > 0 && lateMs > REQUEST_STALL_MS);
    node.tick();
    this.#flush();
  }

  /** The end of a turn: what followed from its inputs is carried out, and askers are answered. */
  #turn(): void {
    this.#isTurnDue = false;
    this.#node?.work();
    this.#flush();
  }

  #flush(): void {
    for (const link of this.#links) link.flush();
  }

  #running(): ReplicatedNode {
    if (this.#node === undefined) throw new TypeError("the node has not started");
    return this.#node;
  }
}

function nodeLimits(): NodeLimits {
  return { ...DEFAULT_NODE_LIMITS, core: { maxEntryBytes: DEFAULT_LOG_LIMITS.entryBytes } };
}

function randomBits48(): number {
  const view = new DataView(secureRandom.bytes(6).buffer);
  return view.getUint16(0) * 2 ** 32 + view.getUint32(2);
}
