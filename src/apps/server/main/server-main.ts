// The main thread of a server: configuration, threads, signals, and the state of this node that is not replicated. It
// serves no request and knows nothing of Raft. A thread that ends unasked ends the process.
import { KeyMemory } from "#barrier/key-memory.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import type { Logger } from "#base/logger.ts";
import type { ServerConfig } from "#config/server-config.ts";
import { LocalCounters } from "#core/lockout/local-counters.ts";
import type { QuorumRoom } from "#core/sealing/quorum/quorum-room.ts";
import type { SealKeeper } from "#core/sealing/seal-keeper.ts";
import type { SealMigration } from "#core/sealing/seal-migration.ts";
import type { Meter } from "#metrics/meter.ts";
import { logTimeNow } from "#storage/shared/log-time.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import { MainObservability } from "../observability/main-observability.ts";
import { MeteredSealKeeper } from "../observability/node/metered-seal-keeper.ts";
import { systemClock } from "../system-clock.ts";
import { makeSharedMemory, type SharedMemory } from "../threads/shared-memory.ts";
import { planAudit } from "./audit-plan.ts";
import { FirstRecords } from "./cluster/first-records.ts";
import { JoinDesk } from "./cluster/join-desk.ts";
import { NodeCluster } from "./cluster/node-cluster.ts";
import { retryTargets } from "./cluster/retry-targets.ts";
import { mainMethods } from "./main-methods.ts";
import { makeQuorum } from "./make-quorum.ts";
import type { NodePlan } from "./node-plan.ts";
import { type MigrationSurroundings, NodeSeal } from "./node-seal.ts";
import { NodeThreads } from "./node-threads.ts";
import type { OpenedSeals } from "./open-seal.ts";
import { demandFreePorts } from "./port-check.ts";
import { seedDevKv } from "./seeds.ts";

export interface DevWish {
  rootTokenId: string | undefined;
  kv: "1" | "2" | undefined;
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
  #threads: NodeThreads | undefined;
  #seal: NodeSeal | undefined;
  #observability: MainObservability | undefined;
  #cluster: NodeCluster | undefined;
  #joining: JoinDesk | undefined;
  #firstRecords: FirstRecords | undefined;
  #keeper: SealKeeper | undefined;
  #quorum: QuorumRoom | undefined;

  constructor(options: ServerMainOptions) {
    this.#options = options;
  }

  get keeper(): SealKeeper {
    if (!this.#keeper) throw new TypeError("the server has not started");
    return this.#keeper;
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
    const { config, plan } = this.#options;
    const targets = retryTargets(config.storage, config.addresses.apiAddr);
    await demandFreePorts(portsOf(config, plan));
    const cluster = await this.#openCluster(logger);
    const observability = this.#makeObservability(logger, cluster.record.nodeId);
    this.#observability = observability;
    const seal = new NodeSeal(this.#options.openSeals(logger), observability.meter);
    this.#seal = seal;
    observability.meter.gauges(() => seal.gauges);
    this.#joining = this.#makeJoinDesk(logger);
    this.#firstRecords = new FirstRecords({
      cluster,
      keeper: () => this.keeper,
      seal: seal.seal,
      clusterName: config.node.clusterName,
      logTimeMs: () => logTimeNow(new NodeStatus(this.memory.status), systemClock),
      logger,
    });
    this.#threads = this.#makeThreads(seal, logger, observability);
    await this.#threads.start();
    if (cluster.isRemoved) return;
    await seal.begin({ keeper: this.keeper, ...this.#surroundings(logger) });
    this.#joining.retry(targets);
  }

  /** What those who guard the root key work on. */
  #surroundings(logger: Logger): MigrationSurroundings {
    return {
      store: this.cluster.store,
      memory: this.memory,
      logger,
      commit: (proposal) => this.#running.commitSealed(proposal),
    };
  }

  async #openCluster(logger: Logger): Promise<NodeCluster> {
    this.#cluster = await NodeCluster.open({
      plan: this.#options.plan,
      status: new NodeStatus(this.memory.status),
      seal: async () => this.#keeper?.seal(),
      logger: logger.named("cluster"),
    });
    return this.#cluster;
  }

  #makeJoinDesk(logger: Logger): JoinDesk {
    return new JoinDesk({
      sealType: this.#options.config.seal.type,
      keeper: () => this.keeper,
      wish: () => this.cluster.wish,
      isInitialized: () => this.keeper.config() !== undefined,
      isRemoved: () => this.cluster.isRemoved,
      accepted: (acceptance) => this.cluster.accept(acceptance),
      logger: logger.named("join"),
    });
  }

  get cluster(): NodeCluster {
    if (!this.#cluster) throw new TypeError("the server has not started");
    return this.#cluster;
  }

  get joining(): JoinDesk {
    if (!this.#joining) throw new TypeError("the server has not started");
    return this.#joining;
  }

  get firstRecords(): FirstRecords {
    if (!this.#firstRecords) throw new TypeError("the server has not started");
    return this.#firstRecords;
  }

  #makeThreads(seal: NodeSeal, logger: Logger, observability: MainObservability): NodeThreads {
    const { plan, config, configuration, fail } = this.#options;
    return new NodeThreads({
      plan,
      config,
      configuration,
      memory: this.memory,
      cluster: this.cluster,
      observability,
      methods: mainMethods(this, { loginFailures: this.#loginFailures, observability }),
      stateOpened: async () => {
        await this.cluster.openStore();
        const surroundings = this.#surroundings(logger);
        this.#keeper = this.#makeKeeper(seal.openMigration(surroundings), surroundings, observability.meter);
        this.#quorum = makeQuorum({ ...surroundings, seal: seal.seal });
      },
      fail,
    });
  }

  #makeObservability(logger: Logger, nodeId: string): MainObservability {
    const { plan, config } = this.#options;
    return new MainObservability({
      memory: this.memory,
      clock: systemClock,
      logger: logger.named("metrics"),
      dataDirectory: plan.dataDirectory,
      nodeId,
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
        quiesce: () => {
          this.#quorum?.forget();
          return this.#running.forgetKeys();
        },
      },
      meter,
    );
  }

  /** A cluster of one key, unsealed: for -dev. */
  async initializeForDev(wish: DevWish): Promise<{ rootToken: string; unsealKey: string }> {
    const seeds = wish.kv ? [seedDevKv(wish.kv)] : [];
    const made = await this.firstRecords.prepare({ shares: 1, threshold: 1 }, { ...wish, seeds });
    await this.#running.commitInit(made);
    const unsealKey = made.shares.base64[0] ?? "";
    if (this.keeper.isSealed) await this.keeper.submit(unsealKey);
    return { rootToken: made.rootToken, unsealKey };
  }

  /** SIGHUP: each thread takes over what may change. */
  async reload(config: ServerConfig, configuration: JsonObject): Promise<void> {
    const { listeners, seal } = config;
    this.#seal?.reload(seal);
    await this.#running.reload({ listeners, configuration, audit: planAudit(config) });
  }

  get #running(): NodeThreads {
    if (!this.#threads) throw new TypeError("the server has not started");
    return this.#threads;
  }

  /** SIGTERM: finishes what is under way, seals, and ends the threads. */
  async stop(deadlineMs: number): Promise<void> {
    this.#joining?.close();
    await this.#cluster?.handOver();
    await this.#running.drain(deadlineMs);
    new KeyMemory(this.memory.keys).zero();
    await this.#seal?.close();
    await this.#cluster?.close();
    this.#observability?.close();
    await this.#running.stop();
  }
}

function portsOf({ listeners }: ServerConfig, { addresses }: NodePlan) {
  const own = listeners.map(({ address }) => address);
  return addresses.isClustered ? [...own, addresses.listen, addresses.listenForwarding] : own;
}
