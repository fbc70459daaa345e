// The consensus thread's life: opens log and state, runs the node, and turns what other threads and peers send into
// turns of its loop. All that comes in within a turn is worked off together at its end.
import { join } from "node:path";
import type { Logger } from "#base/logger.ts";
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { LogPort } from "#raft/node/ports/log-port.ts";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { DEFAULT_LOG_LIMITS } from "#storage/log/log-limits.ts";
import { ReaderLogPort } from "#storage/replicated/log/reader-log-port.ts";
import { DEFAULT_NODE_LIMITS } from "#storage/replicated/node-limits.ts";
import { openState } from "#storage/replicated/recovery/open-state.ts";
import { ReplicatedNode } from "#storage/replicated/replicated-node.ts";
import type { StatePort } from "#storage/replicated/state/state-port.ts";
import { ChangeRingWriter } from "#storage/shared/change-ring.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import type { ToConsensus } from "../links/consensus-messages.ts";
import type { ConsensusThreadData } from "../main/node-data.ts";
import { openCredentials } from "../node/credential-files.ts";
import type { ClusterIds } from "../node/node-file.ts";
import { statePlace } from "../node/state-place.ts";
import type { ConsensusTelemetry } from "../observability/consensus/consensus-telemetry.ts";
import { MeteredStatePort } from "../observability/consensus/metered-state-port.ts";
import { systemClock } from "../system-clock.ts";
import { ClusterDesk } from "./cluster-desk.ts";
import { clusterMethods } from "./cluster-methods.ts";
import { LevelStatePort } from "./level-state-port.ts";
import { type LogWorker, startLogWorker } from "./log-worker.ts";
import { MembershipHistory } from "./membership-history.ts";
import { randomBelow } from "./random-below.ts";
import { RemoteSnapshots } from "./remote-snapshots.ts";
import { RequestLink } from "./request-link.ts";
import { StateHolder } from "./state-holder.ts";
import { ThreadLinks } from "./thread-links.ts";

const TICK_MS = 10;
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
  readonly worker: LogWorker;
  readonly log: LogPort;
  readonly state: StateHolder;
  readonly cluster: ClusterDesk;
}

export class ConsensusServer {
  readonly #options: ConsensusServerOptions;
  readonly #status: NodeStatus;
  readonly #links: RequestLink[];
  readonly #threads: ThreadLinks;
  readonly #history = new MembershipHistory();
  #node: ReplicatedNode | undefined;
  #opened: Opened | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isTurnDue = false;

  constructor(options: ConsensusServerOptions) {
    const { memory, ports, clusterPorts } = options.data;
    this.#options = options;
    this.#status = new NodeStatus(memory.status);
    this.#links = ports.map((port) => new RequestLink(port));
    this.#threads = new ThreadLinks(clusterPorts);
  }

  /** Opens everything and runs. @throws LogDamageError, StateDamageError, UnknownFormatError */
  async start(): Promise<void> {
    const { logger, data } = this.#options;
    const opened = await this.#open();
    // A cluster that this node has begun and that has nothing in it yet: it stopped just then.
    const { cluster, introduction, incarnation } = data.record;
    const isVerified = await this.#run(cluster && !introduction ? [incarnation] : undefined);
    this.#showNode(opened);
    this.#answerThreads(opened);
    for (const link of this.#links) link.port.on("message", (asked: ToConsensus) => this.#asked(link, asked));
    this.#timer = setInterval(() => setImmediate(() => this.#tick()), TICK_MS);
    if (!isVerified) logger.info("the last stop was no clean one: the state is being checked");
    if (data.addresses.isClustered && !data.record.isRemoved) await opened.cluster.network.listen();
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
    this.#threads.close();
    this.#options.telemetry.close();
    await this.#opened?.cluster.network.close();
    await this.#opened?.worker.close();
    await this.#opened?.state.close();
  }

  async #open(): Promise<Opened> {
    const { dataDirectory, record, addresses } = this.#options.data;
    const credentials = await openCredentials(dataDirectory, record.nodeId);
    const disk = new NodeDisk();
    const isWhole = record.isSettled === true && disk.exists(statePlace(dataDirectory));
    // Its lock keeps a second process out of the whole directory: the log has none of its own.
    const state = await StateHolder.open({
      dataDirectory,
      tellThreads: (place) => this.#threads.replaceState(place),
    });
    const worker = await startLogWorker({
      disk,
      directory: join(dataDirectory, "log"),
      whenAbsent: isWhole ? "refuse" : "create",
      onGroup: (timing) => {
        this.#options.telemetry.meters.synced(timing);
        this.#node?.raft.measuredSync(timing.totalMicros / 1000);
        this.#turn();
      },
      fail: this.#options.fail,
    });
    const { reader } = worker.link;
    const log = new ReaderLogPort({
      reader,
      writer: worker.link,
      segmentBytes: DEFAULT_LOG_LIMITS.segmentBytes,
    });
    const cluster = new ClusterDesk({
      record,
      addresses,
      credentials,
      store: () => state.store,
      isSealed: () => this.#status.get("unsealed") === 0,
      random: randomBelow,
      received: (from, batch) => {
        this.#node?.receive(from, batch);
        this.#wake();
      },
      lost: (peer) => {
        this.#node?.raft.peerConnectionLost(peer);
        this.#wake();
      },
      unreachable: (peer) => {
        this.#node?.raft.peerUnreachable(peer);
        this.#wake();
      },
      changed: (view) => this.#threads.clusterChanged(view),
      removed: () => this.#threads.removed(),
      logger: this.#options.logger.named("peers"),
    });
    this.#opened = { worker, log, state, cluster };
    return this.#opened;
  }

  /** @returns whether the state needs no check */
  async #run(beginWith: readonly number[] | undefined): Promise<boolean> {
    const { log, state } = this.#parts;
    const start = await openState({ log, store: state.store, beginWith });
    if (this.#options.data.record.isSettled && start.membership.voters.length === 0) {
      throw new Error("the data of this member is gone; without node.json it can join again, as a new node");
    }
    const node = this.#makeNode(start);
    this.#node = node;
    this.#membersChanged(node.raft.applied, start.membership);
    node.start();
    return start.isVerified;
  }

  #makeNode(start: Awaited<ReturnType<typeof openState>>): ReplicatedNode {
    const { log, state, cluster } = this.#parts;
    const { logger, telemetry, data } = this.#options;
    return new ReplicatedNode({
      id: data.record.incarnation,
      random: randomBelow,
      clock: systemClock,
      log,
      state: this.#statePort(state),
      transport: cluster.transport,
      snapshots: new RemoteSnapshots({
        wish: (from, atLeast) => cluster.pullWish(from, atLeast),
        pull: (wish) => this.#threads.pullState(wish),
        cancel: () => this.#threads.cancelPull(),
        work: () => this.#turn(),
        logger,
      }),
      status: this.#status,
      changes: new ChangeRingWriter(data.memory.changes),
      limits: { ...DEFAULT_NODE_LIMITS, core: { maxEntryBytes: DEFAULT_LOG_LIMITS.entryBytes } },
      meter: telemetry.meters,
      start,
      onRole: ({ role, term }) => logger.info("raft role", { role, term }),
      onAlarm: (alarm) => {
        telemetry.meters.alarm(alarm);
        logger.error("raft alarm", { ...alarm });
      },
      onVerified: (records) => logger.info("the state is as its hash says", { records }),
      onMembers: (index, membership) => this.#membersChanged(index, membership),
    });
  }

  #membersChanged(index: number, membership: Membership): void {
    this.#history.note(index, membership);
    this.#parts.cluster.apply(index, membership);
  }

  #answerThreads({ cluster }: Opened): void {
    const methods = clusterMethods({
      node: () => this.#running(),
      desk: cluster,
      history: this.#history,
      wake: () => this.#wake(),
      begin: async (ids) => this.#begin(ids),
      introduce: ({ ids, members }) => cluster.introduce(ids, members),
      credentialsChanged: ({ pins }) => cluster.setPins(pins),
    });
    this.#threads.answer(methods);
    this.#threads.clusterChanged(cluster.view);
  }

  /** Nothing was there yet: from now on this node is a cluster of its own. */
  async #begin(ids: ClusterIds): Promise<void> {
    if (this.#running().raft.membership.voters.length > 0) return;
    this.#parts.cluster.begin(ids);
    await this.#run([this.#options.data.record.incarnation]);
    this.#flush();
  }

  #statePort(state: StateHolder): StatePort {
    const port = new LevelStatePort({
      store: () => state.store,
      install: (staged) => state.install(staged),
      work: () => this.#turn(),
      fail: this.#options.fail,
    });
    return new MeteredStatePort(port, (tookMs) => this.#options.telemetry.meters.stateWritten(tookMs));
  }

  #showNode({ cluster, log }: Opened): void {
    const figures = () => {
      const { raft, desk } = this.#running();
      return {
        status: raft.status(),
        desk: desk.figures,
        electionTimeoutMs: raft.election.agreedMs,
        logWaitingBytes: log.pendingBytes,
      };
    };
    this.#options.telemetry.show(figures, (raftId) => cluster.nameOf(raftId));
  }

  #asked(link: RequestLink, { proposals, gate }: ToConsensus): void {
    this.#running().ask(link, proposals, gate);
    this.#wake();
  }

  /** Everything that waits is taken in first, and goes into the log together. */
  #wake(): void {
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    setImmediate(() => this.#turn());
  }

  #tick(): void {
    const node = this.#node;
    if (node === undefined) return;
    const heartbeatUs = this.#status.get("requestHeartbeatUs");
    const lateMs = systemClock.monotonicMs() - heartbeatUs / 1000;
    node.raft.setRequestsStalled(heartbeatUs > 0 && lateMs > REQUEST_STALL_MS);
    this.#opened?.cluster.tick();
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

  get #parts(): Opened {
    if (this.#opened === undefined) throw new TypeError("log and state are not open");
    return this.#opened;
  }
}
