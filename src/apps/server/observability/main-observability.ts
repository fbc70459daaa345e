// The main thread's part: it reads the meters of all threads when one of them is scraped, and shows what belongs to the
// node as a whole.
import type { Clock } from "#base/clock.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import type { Logger } from "#base/logger.ts";
import type { Reading } from "#metrics/reading.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import type { SharedMemory } from "../threads/shared-memory.ts";
import { type CollectedReadings, MeterCollector, type MeteredThread } from "./node/meter-collector.ts";
import { meterEncryptions } from "./node/meter-encryptions.ts";
import { nodeGauges } from "./node/node-gauges.ts";
import { meterProcess } from "./node/process-gauges.ts";
import { sealMeters } from "./node/seal-meters.ts";
import { StorageGauges } from "./node/storage-gauges.ts";
import { meterLog } from "./thread/meter-log.ts";
import { ThreadMeter } from "./thread/thread-meter.ts";

/** No healthy thread needs so long to read its meter. */
const PATIENCE_MS = 1000;

export interface MainObservabilityOptions {
  memory: SharedMemory;
  clock: Clock;
  logger: Logger;
  dataDirectory: string;
  /** As operators call this node. */
  nodeId: string;
  versions: { coffer: string; vault: string };
  maxMounts: number;
  sealUnreachableSeconds(): number;
  lockedUsers(): number;
}

/** A request thread, as far as this asks it. */
export interface ObservedRequestThread extends MeteredThread {
  describeInFlight(): Promise<JsonObject>;
}

export class MainObservability {
  readonly meter: ThreadMeter;
  readonly #options: MainObservabilityOptions;
  readonly #collector = new MeterCollector({ patience });
  readonly #storage: StorageGauges;
  readonly #requestThreads: ObservedRequestThread[] = [];

  constructor(options: MainObservabilityOptions) {
    const { clock, logger, dataDirectory } = options;
    this.#options = options;
    this.meter = new ThreadMeter({ ...options, thread: "main" });
    this.#storage = new StorageGauges(dataDirectory, () => clock.monotonicMs());
    meterLog(this.meter, logger);
    meterProcess(this.meter, clock.wallMs());
    this.#showNode();
  }

  addThread(thread: MeteredThread): void {
    this.#collector.add(thread);
  }

  addRequestThread(thread: ObservedRequestThread): void {
    this.#requestThreads.push(thread);
    this.#collector.add(thread);
  }

  /** What all threads measured. */
  async collect(): Promise<CollectedReadings> {
    const [{ readings, lateThreads }] = await Promise.all([
      this.#collector.collect(),
      this.#refreshStorage(),
    ]);
    return { readings: [...readings, this.#read(lateThreads)], lateThreads };
  }

  /** The requests that all threads are serving, by id. One that does not answer in time is left out. */
  async collectInFlight(): Promise<JsonObject> {
    const found: JsonObject[] = [];
    const answers = this.#requestThreads.map(async (thread) => found.push(await thread.describeInFlight()));
    await Promise.race([Promise.allSettled(answers), patience()]);
    return Object.assign({}, ...found) as JsonObject;
  }

  close(): void {
    this.meter.close();
  }

  #read(lateThreads: number): Reading {
    const reading = this.meter.read();
    const late = { name: "coffer.metrics_late_threads" as const, labels: {}, value: lateThreads };
    return { ...reading, gauges: [...reading.gauges, late] };
  }

  #showNode(): void {
    const { memory, versions } = this.#options;
    const status = new NodeStatus(memory.status);
    this.meter.gauges(() => nodeGauges({ ...this.#options, status }));
    this.meter.gauges(() => this.#storage.gauges);
    this.meter.gauges(() => [{ name: "coffer.build_info", labels: versions, value: 1 }]);
    this.meter.gauges(() => [
      { name: "coffer.threads", labels: { kind: "request" }, value: this.#requestThreads.length },
    ]);
    const late = this.meter.counter("coffer.metrics_late_readings");
    this.meter.tallies(() => late.reach(this.#collector.lateReadings));
    meterEncryptions(this.meter, memory);
    sealMeters(this.meter);
  }

  async #refreshStorage(): Promise<void> {
    try {
      await Promise.race([this.#storage.refresh(), patience()]);
    } catch (error) {
      this.#options.logger.warn("the size of the files could not be looked at", { error: String(error) });
    }
  }
}

function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
}
