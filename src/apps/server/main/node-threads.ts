// The threads of a node: how they are started, connected, asked all at once, and ended. One that ends unasked ends the
// process.
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { JsonObject } from "#base/json/raw-json.ts";
import type { ServerConfig } from "#config/server-config.ts";
import type { Initialization } from "#core/sealing/initialize.ts";
import type { SealedProposal } from "#core/sealing/seal-watch.ts";
import type { Outcome } from "#storage/consensus.ts";
import type { MainMethods, RequestMethods } from "../links/main-messages.ts";
import { Rpc } from "../links/rpc.ts";
import type { ConsensusTelemetryMethods } from "../observability/consensus/consensus-telemetry.ts";
import type { MainObservability } from "../observability/main-observability.ts";
import type { SharedMemory } from "../threads/shared-memory.ts";
import type { NodeCluster } from "./cluster/node-cluster.ts";
import type { ConsensusThreadData } from "./node-data.ts";
import type { NodePlan } from "./node-plan.ts";
import { requestThreadData } from "./request-thread-data.ts";
import { SpawnedThread } from "./spawned-thread.ts";

/** How long a thread may take to let go of the keys before the process ends (design §2). */
const QUIESCE_MS = 5000;
/** How long the consensus thread may take to make its state durable. Killed later, the next start replays. */
const CLOSE_MS = 10_000;

export interface NodeThreadsOptions {
  readonly plan: NodePlan;
  readonly config: ServerConfig;
  /** As sys/config/state/sanitized shows it. */
  readonly configuration: JsonObject;
  readonly memory: SharedMemory;
  readonly cluster: NodeCluster;
  readonly observability: MainObservability;
  /** What request threads may ask. */
  readonly methods: MainMethods;
  /** The consensus thread has opened the state; nobody is served before this settles. */
  readonly stateOpened: () => Promise<void>;
  /** A thread failed: say why and end. */
  readonly fail: (reason: string) => void;
}

interface RequestThread {
  readonly thread: SpawnedThread;
  readonly rpc: Rpc<RequestMethods>;
}

export class NodeThreads {
  readonly #options: NodeThreadsOptions;
  readonly #requestThreads: RequestThread[] = [];
  readonly #failedStart = Promise.withResolvers<never>();
  #consensus: SpawnedThread | undefined;
  /** Before, a thread that ends makes the start fail; afterwards, the process end. */
  #isRunning = false;

  constructor(options: NodeThreadsOptions) {
    this.#options = options;
    // Not only a start that waits for it may see a thread end: stopping ends them too.
    this.#failedStart.promise.catch(() => {});
  }

  /** @throws when the data can not be opened, or a port is taken */
  async start(): Promise<void> {
    try {
      await Promise.race([this.#startAll(), this.#failedStart.promise]);
    } catch (error) {
      const threads = [this.#consensus, ...this.#requestThreads.map(({ thread }) => thread)];
      await Promise.all(threads.map((thread) => thread?.worker.terminate()));
      throw error;
    }
    this.#isRunning = true;
  }

  #threadEnded(error: Error): void {
    if (this.#isRunning) this.#options.fail(error.stack ?? error.message);
    else this.#failedStart.reject(error);
  }

  /** Settles when every request thread has dropped what it decrypted. */
  async forgetKeys(): Promise<void> {
    // One that does not answer might still use a key: the end.
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

  /** Stores the first records of a cluster. */
  async commitInit(made: Initialization): Promise<void> {
    await this.#requestThreads[0]?.rpc.call("commitInit", made);
  }

  /** Stores what the main thread made of the seal's own records. */
  async commitSealed(proposal: SealedProposal): Promise<Outcome["kind"]> {
    return (await this.#requestThreads[0]?.rpc.call("commitSealed", proposal)) ?? "not-leader";
  }

  async reload(changes: Parameters<RequestMethods["reload"]>[0]): Promise<void> {
    await Promise.all(this.#requestThreads.map(({ rpc }) => rpc.call("reload", changes)));
  }

  /** Requests that are under way end; no others are taken in. */
  async drain(deadlineMs: number): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#requestThreads.map(({ rpc }) => rpc.call("drain", { deadlineMs })));
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#requestThreads.map(({ thread }) => thread.worker.terminate()));
    await this.#stopConsensus();
  }

  async #startAll(): Promise<void> {
    const { plan, stateOpened } = this.#options;
    const channels = Array.from({ length: plan.requestThreads }, () => ({
      proposals: new MessageChannel(),
      cluster: new MessageChannel(),
    }));
    this.#consensus = this.#startConsensus(
      channels.map(({ proposals }) => proposals.port1),
      channels.map(({ cluster }) => cluster.port1),
    );
    // They load their code while the consensus thread opens the state, and wait to be told that it is there.
    for (const [index, { proposals, cluster }] of channels.entries()) {
      this.#startRequestThread(index, { consensus: proposals.port2, cluster: cluster.port2 });
    }
    await this.#consensus.ready;
    for (const { thread } of this.#requestThreads) thread.worker.postMessage("open");
    await stateOpened();
    await Promise.all(this.#requestThreads.map(({ thread }) => thread.ready));
    await Promise.all(this.#requestThreads.map(({ rpc }) => rpc.call("listen")));
  }

  #startConsensus(ports: MessagePort[], requests: MessagePort[]): SpawnedThread {
    const { plan, config, cluster, observability, memory } = this.#options;
    const { port1, port2 } = new MessageChannel();
    const main = new MessageChannel();
    cluster.connect(main.port1);
    const data: ConsensusThreadData = {
      memory,
      dataDirectory: plan.dataDirectory,
      record: cluster.record,
      addresses: plan.addresses,
      log: plan.log,
      maxMounts: config.telemetry.maximumGaugeCardinality,
      telemetryPort: port2,
      ports,
      clusterPorts: { main: main.port2, requests },
    };
    const thread = this.#spawn("consensus", data, [...ports, ...requests, port2, main.port2]);
    const rpc = new Rpc<ConsensusTelemetryMethods>(port1, {});
    observability.addThread({ name: "consensus", read: () => rpc.call("readMeter") });
    return thread;
  }

  #startRequestThread(index: number, links: { consensus: MessagePort; cluster: MessagePort }): void {
    const { observability, methods } = this.#options;
    const { port1, port2 } = new MessageChannel();
    const data = requestThreadData(this.#options, { index, ports: { main: port2, ...links } });
    const thread = this.#spawn("request", data, [port2, links.consensus, links.cluster]);
    const rpc = new Rpc<RequestMethods>(port1, methods);
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

  async #stopConsensus(): Promise<void> {
    const worker = this.#consensus?.worker;
    if (worker === undefined) return;
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    const late = setTimeout(() => void worker.terminate(), CLOSE_MS);
    worker.postMessage("close");
    await ended;
    clearTimeout(late);
  }
}
