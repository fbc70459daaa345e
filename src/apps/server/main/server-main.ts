// The main thread of a server: configuration, threads, signals, and the state of this node that is not replicated. It
// serves no request and knows nothing of Raft. A thread that ends unasked ends the process.
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { KeyMemory } from "#barrier/key-memory.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import type { Logger } from "#base/logger.ts";
import type { ServerConfig } from "#config/server-config.ts";
import { LocalCounters } from "#core/lockout/local-counters.ts";
import type { QuorumRoom } from "#core/sealing/quorum/quorum-room.ts";
import type { SealKeeper } from "#core/sealing/seal-keeper.ts";
import type { SealMigration } from "#core/sealing/seal-migration.ts";
import type { Meter } from "#metrics/meter.ts";
import { LevelStore } from "#storage/level/level-store.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import type { RequestMethods } from "../links/main-messages.ts";
import { Rpc } from "../links/rpc.ts";
import type { ConsensusTelemetryMethods } from "../observability/consensus/consensus-telemetry.ts";
import { MainObservability } from "../observability/main-observability.ts";
import { MeteredSealKeeper } from "../observability/node/metered-seal-keeper.ts";
import { systemClock } from "../system-clock.ts";
import { makeSharedMemory, type SharedMemory } from "../threads/shared-memory.ts";
import { planAudit } from "./audit-plan.ts";
import { type DevWish, makeDevCluster } from "./dev-cluster.ts";
import { mainMethods } from "./main-methods.ts";
import { makeQuorum } from "./make-quorum.ts";
import type { ConsensusThreadData } from "./node-data.ts";
import type { NodePlan } from "./node-plan.ts";
import { type MigrationSurroundings, NodeSeal } from "./node-seal.ts";
import type { OpenedSeals } from "./open-seal.ts";
import { demandFreePorts } from "./port-check.ts";
import { requestThreadData } from "./request-thread-data.ts";
import { SpawnedThread } from "./spawned-thread.ts";

/** How long a thread may take to let go of the keys before the process ends (design §2). */
const QUIESCE_MS = 5000;

interface RequestThread {
  thread: SpawnedThread;
  rpc: Rpc<RequestMethods>;
}

export interface ServerMainOptions {
  plan: NodePlan;
  config: ServerConfig;
  /** As sys/config/state/sanitized shows it. */
  configuration: JsonObject;
  /** The configured seals that unseal by themselves. @throws when one can not be opened */
  openSeals(logger: Logger): OpenedSeals;
  /** A thread failed: say why and end. */
  fail(reason: string): void;
}

export class ServerMain {
  readonly memory: SharedMemory = makeSharedMemory();
  readonly #loginFailures = new LocalCounters(() => systemClock.monotonicMs());
  readonly #options: ServerMainOptions;
  readonly #requestThreads: RequestThread[] = [];
  #consensus: SpawnedThread | undefined;
  #seal: NodeSeal | undefined;
  #observability: MainObservability | undefined;
  #store: LevelStore | undefined;
  #keeper: SealKeeper | undefined;
  readonly #failedStart = Promise.withResolvers<never>();
  #quorum: QuorumRoom | undefined;
  /** Before, a thread that ends makes the start fail; afterwards, the process end. */
  #isRunning = false;

  constructor(options: ServerMainOptions) {
    this.#options = options;
    // Not only a start that waits for it may see a thread end: stopping ends them too.
    this.#failedStart.promise.catch(() => {});
  }

  get keeper(): SealKeeper {
    if (!this.#keeper) throw new TypeError("the server has not started");
    return this.#keeper;
  }

  get store(): LevelStore {
    if (!this.#store) throw new TypeError("the server has not started");
    return this.#store;
  }

  get quorum(): QuorumRoom {
    if (!this.#quorum) throw new TypeError("the server has not started");
    return this.#quorum;
  }

  get observability(): MainObservability {
    if (!this.#observability) throw new TypeError("the server has not started");
    return this.#observability;
  }

  /** Starts all threads and listens. @throws when a port is taken or the data can not be opened */
  async start(logger: Logger): Promise<void> {
    const { config } = this.#options;
    const observability = this.#makeObservability(logger);
    this.#observability = observability;
    const seal = new NodeSeal(this.#options.openSeals(logger), observability.meter);
    this.#seal = seal;
    observability.meter.gauges(() => seal.gauges);
    await demandFreePorts(config.listeners.map(({ address }) => address));
    try {
      await Promise.race([this.#startThreads(seal, logger, observability.meter), this.#failedStart.promise]);
    } catch (error) {
      await this.#terminateThreads();
      throw error;
    }
    this.#isRunning = true;
    await seal.begin({ keeper: this.keeper, ...this.#surroundings(logger) });
  }

  /** What those who guard the root key work on. */
  #surroundings(logger: Logger): MigrationSurroundings {
    const [writer] = this.#requestThreads;
    return {
      store: this.store,
      memory: this.memory,
      logger,
      commit: async (proposal) => (await writer?.rpc.call("commitSealed", proposal)) ?? "not-leader",
    };
  }

  async #startThreads(seal: NodeSeal, logger: Logger, meter: Meter): Promise<void> {
    const { plan } = this.#options;
    const channels = Array.from({ length: plan.requestThreads }, () => new MessageChannel());
    this.#consensus = this.#startConsensus(channels.map(({ port1 }) => port1));
    // They load their code while the consensus thread opens the state, and wait to be told that it is there.
    for (const [index, { port2 }] of channels.entries()) this.#startRequestThread(index, port2, logger);
    await this.#consensus.ready;
    for (const { thread } of this.#requestThreads) thread.worker.postMessage("open");
    this.#store = await LevelStore.open({
      directory: plan.stateDirectory,
      cacheBytes: 1 << 20,
      mustExist: true,
    });
    const surroundings = this.#surroundings(logger);
    this.#keeper = this.#makeKeeper(seal.openMigration(surroundings), surroundings, meter);
    this.#quorum = makeQuorum({ ...surroundings, seal: seal.seal });
    await Promise.all(this.#requestThreads.map(({ thread }) => thread.ready));
    await Promise.all(this.#requestThreads.map(({ rpc }) => rpc.call("listen")));
  }

  #makeObservability(logger: Logger): MainObservability {
    const { plan, config } = this.#options;
    return new MainObservability({
      memory: this.memory,
      clock: systemClock,
      logger: logger.named("metrics"),
      dataDirectory: plan.dataDirectory,
      nodeId: plan.nodeId,
      versions: { coffer: plan.facts.cofferVersion, vault: plan.facts.vaultVersion },
      maxMounts: config.telemetry.maximumGaugeCardinality,
      sealUnreachableSeconds: () => this.#seal?.unreachableSeconds ?? 0,
      lockedUsers: () => this.#loginFailures.locked().reduce((sum, { names }) => sum + names.length, 0),
    });
  }

  #makeKeeper(migration: SealMigration, { store, logger }: MigrationSurroundings, meter: Meter): SealKeeper {
    return new MeteredSealKeeper(
      {
        store,
        keys: new KeyMemory(this.memory.keys),
        status: new NodeStatus(this.memory.status),
        seal: this.#seal?.seal,
        migration,
        logger: logger.named("core"),
        quiesce: () => this.#quiesce(),
      },
      meter,
    );
  }

  /** Every request thread has dropped what it decrypted. One that does not answer might still use a key: the end. */
  async #quiesce(): Promise<void> {
    this.#quorum?.forget();
    const late = setTimeout(
      () => this.#options.fail("a request thread did not let go of the keys"),
      QUIESCE_MS,
    );
    try {
      await Promise.all(this.#requestThreads.map(({ rpc }) => rpc.call("sealed")));
    } finally {
      clearTimeout(late);
    }
  }

  #startConsensus(ports: MessagePort[]): SpawnedThread {
    const { plan, config } = this.#options;
    const { port1, port2 } = new MessageChannel();
    const data: ConsensusThreadData = {
      memory: this.memory,
      dataDirectory: plan.dataDirectory,
      log: plan.log,
      nodeId: plan.nodeId,
      maxMounts: config.telemetry.maximumGaugeCardinality,
      telemetryPort: port2,
      ports,
    };
    const thread = this.#spawn("consensus", data, [...ports, port2]);
    const rpc = new Rpc<ConsensusTelemetryMethods>(port1, {});
    this.observability.addThread({ name: "consensus", read: () => rpc.call("readMeter") });
    return thread;
  }

  #startRequestThread(index: number, consensus: MessagePort, logger: Logger): void {
    const { plan, config } = this.#options;
    const { port1, port2 } = new MessageChannel();
    const data = requestThreadData(
      { plan, config, memory: this.memory, configuration: this.#options.configuration },
      { index, ports: { main: port2, consensus } },
    );
    const thread = this.#spawn("request", data, [port2, consensus]);
    const { observability } = this;
    const loginFailures = this.#loginFailures;
    const ours = mainMethods(this, { config, seal: this.#seal?.seal, logger, loginFailures, observability });
    const rpc = new Rpc<RequestMethods>(port1, ours);
    this.#requestThreads[index] = { thread, rpc };
    observability.addRequestThread({
      name: `request-${index}`,
      read: () => rpc.call("readMeter"),
      describeInFlight: () => rpc.call("describeInFlight"),
    });
  }

  #spawn(
    kind: "consensus" | "request",
    workerData: object,
    transferList: readonly MessagePort[],
  ): SpawnedThread {
    const ended = (error: Error): void => this.#threadEnded(error);
    return new SpawnedThread({ kind, workerData, transferList, ended });
  }

  async #terminateThreads(): Promise<void> {
    const threads = [this.#consensus, ...this.#requestThreads.map(({ thread }) => thread)];
    await Promise.all(threads.map((thread) => thread?.worker.terminate()));
  }

  #threadEnded(error: Error): void {
    if (this.#isRunning) this.#options.fail(error.stack ?? error.message);
    else this.#failedStart.reject(error);
  }

  /** A cluster of one key, unsealed: for -dev. */
  async initializeForDev(wish: DevWish): Promise<{ rootToken: string; unsealKey: string }> {
    const [first] = this.#requestThreads;
    const made = await makeDevCluster(wish, this.#options.config, this.#seal?.seal);
    await first?.rpc.call("commitInit", made);
    const unsealKey = made.shares.base64[0] ?? "";
    if (this.keeper.isSealed) await this.keeper.submit(unsealKey);
    return { rootToken: made.rootToken, unsealKey };
  }

  /** SIGHUP: each thread takes over what may change. */
  async reload(config: ServerConfig, configuration: JsonObject): Promise<void> {
    const { listeners, seal } = config;
    const audit = planAudit(config);
    this.#seal?.reload(seal);
    await Promise.all(
      this.#requestThreads.map(({ rpc }) => rpc.call("reload", { listeners, configuration, audit })),
    );
  }

  async #stopConsensus(): Promise<void> {
    const worker = this.#consensus?.worker;
    if (worker === undefined) return;
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    const late = setTimeout(() => void worker.terminate(), CLOSE_MS);
    worker.postMessage("close");
    await ended;
    clearTimeout(late);
  }

  /** SIGTERM: finishes what is under way, seals, and ends the threads. */
  async stop(deadlineMs: number): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#requestThreads.map(({ rpc }) => rpc.call("drain", { deadlineMs })));
    new KeyMemory(this.memory.keys).zero();
    await this.#seal?.close();
    await this.#store?.close();
    this.#observability?.close();
    await Promise.all(this.#requestThreads.map(({ thread }) => thread.worker.terminate()));
    await this.#stopConsensus();
  }
}

/** How long the consensus thread may take to make its state durable. Killed later, the next start replays. */
const CLOSE_MS = 10_000;
