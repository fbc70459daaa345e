// The meter of one thread, with what every thread measures of itself: its heap, its garbage collection, and how late
// its event loop runs what is due. Its intervals end at the same moments on all threads.
import { PerformanceObserver, performance } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import type { TimerName } from "#metrics/catalogue/timers.ts";
import { Meter } from "#metrics/meter.ts";
import type { GaugeReading } from "#metrics/reading.ts";
import { INTERVAL_SECONDS } from "#metrics/rendering/vault-json.ts";
import { SampledTimers } from "./sampled-timers.ts";

const INTERVAL_MS = INTERVAL_SECONDS * 1000;
/** Rare enough to cost nothing, often enough to meet stalls that matter. */
const LAG_PROBE_MS = 100;
/** Of one name: operations, times kinds of answers. */
const SERIES_OF_A_MOUNT = 28;
const MIN_SERIES = 100;
const NS_PER_MS = 1e6;
const BYTES_PER_WORD = 8;

export interface ThreadMeterOptions {
  /** `main`, `consensus`, `request-0` …: a label. */
  thread: string;
  clock: Clock;
  logger: Logger;
  /** `maximum_gauge_cardinality`. */
  maxMounts: number;
}

export class ThreadMeter extends Meter {
  readonly #options: ThreadMeterOptions;
  readonly #observer: PerformanceObserver;
  readonly #probe: NodeJS.Timeout;
  readonly #sampled: SampledTimers[] = [];
  #turning: NodeJS.Timeout;
  #collections = 0;
  #collectionMs = 0;
  #before = performance.eventLoopUtilization();
  #utilization = 0;

  constructor(options: ThreadMeterOptions) {
    const { logger, maxMounts } = options;
    super({
      maxSeries: Math.max(MIN_SERIES, maxMounts * SERIES_OF_A_MOUNT),
      onFailure: (error) => logger.warn("a metric could not be worked out", { error: String(error) }),
    });
    this.#options = options;
    this.#observer = this.#observeCollections();
    this.#probe = this.#probeLag();
    this.#turning = this.#turnLater();
    this.gauges(() => this.#ownGauges());
  }

  /** Timers of calls that are too short and too many to look at the clock each time. */
  sampled(names: readonly TimerName[]): SampledTimers {
    const timers = new SampledTimers(names.map((name) => this.timer(name)));
    this.#sampled.push(timers);
    return timers;
  }

  close(): void {
    this.#observer.disconnect();
    clearInterval(this.#probe);
    clearTimeout(this.#turning);
  }

  #observeCollections(): PerformanceObserver {
    const pauses = this.timer("runtime.gc_pause_ns");
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        pauses.observe(duration * NS_PER_MS);
        this.#collections++;
        this.#collectionMs += duration;
      }
    });
    observer.observe({ entryTypes: ["gc"] });
    return observer;
  }

  #probeLag(): NodeJS.Timeout {
    const lag = this.timer("coffer.event_loop_lag", { thread: this.#options.thread });
    let dueMs = performance.now() + LAG_PROBE_MS;
    const probe = setInterval(() => {
      const nowMs = performance.now();
      lag.observe(Math.max(0, nowMs - dueMs));
      dueMs = nowMs + LAG_PROBE_MS;
      for (const timers of this.#sampled) timers.renew();
    }, LAG_PROBE_MS);
    return probe.unref();
  }

  #turnLater(): NodeJS.Timeout {
    const nowMs = this.#options.clock.monotonicMs();
    const untilMs = INTERVAL_MS - (nowMs % INTERVAL_MS);
    return setTimeout(() => {
      this.turn();
      const now = performance.eventLoopUtilization();
      this.#utilization = performance.eventLoopUtilization(now, this.#before).utilization;
      this.#before = now;
      this.#turning = this.#turnLater();
    }, untilMs).unref();
  }

  #ownGauges(): GaugeReading[] {
    const { thread } = this.#options;
    const heap = getHeapStatistics();
    const allocated = "total_allocated_bytes" in heap ? Number(heap.total_allocated_bytes) : 0;
    const used = heap.used_heap_size;
    return [
      { name: "runtime.alloc_bytes", labels: {}, value: used },
      { name: "runtime.heap_objects", labels: {}, value: Math.round(used / BYTES_PER_WORD) },
      { name: "runtime.malloc_count", labels: {}, value: Math.round(allocated / BYTES_PER_WORD) },
      { name: "runtime.free_count", labels: {}, value: Math.round((allocated - used) / BYTES_PER_WORD) },
      { name: "runtime.num_goroutines", labels: {}, value: process.getActiveResourcesInfo().length },
      { name: "runtime.total_gc_pause_ns", labels: {}, value: this.#collectionMs * NS_PER_MS },
      { name: "runtime.total_gc_runs", labels: {}, value: this.#collections },
      { name: "coffer.heap_bytes", labels: { thread }, value: used },
      { name: "coffer.event_loop_utilization", labels: { thread }, value: this.#utilization },
    ];
  }
}
