// The log thread's whole life: wait, take everything that waits, write and sync it once, answer once. It blocks in
// each step, so nothing else may live on its thread.
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Clock } from "#base/clock.ts";
import type { Disk } from "../../disk/disk.ts";
import { DEFAULT_LOG_LIMITS, type LogLimits } from "../log-limits.ts";
import { type OpenLogOptions, SegmentedLog } from "../segmented-log.ts";
import type { Doorbell } from "./doorbell.ts";
import type { DurableWrite, LogThreadReply, LogThreadRequest } from "./log-thread-message.ts";
import { TimedDisk } from "./timed-disk.ts";

export interface LogThreadOptions extends OpenLogOptions {
  /** To the consensus thread's LogThreadLink. Must not have been started. */
  readonly port: MessagePort;
  readonly doorbell: Doorbell;
  readonly clock: Pick<Clock, "monotonicMs">;
}

/** How long writes must pause before the last group's acknowledgement is written on its own. */
const IDLE_MS = 10;

/**
 * Opens the log and serves it until it is told to close. When anything fails it says so on the port and throws:
 * the worker must then end the process, which its owner does on the worker's `error`.
 * @throws LogFailure, LogDamageError, LogFormatError, InvariantError
 */
export function runLogThread(options: LogThreadOptions): void {
  const { port } = options;
  try {
    new LogThread(options).run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    port.postMessage({ kind: "failed", reason } satisfies LogThreadReply);
    throw error;
  }
  port.postMessage({ kind: "closed" } satisfies LogThreadReply);
}

class LogThread {
  readonly #port: MessagePort;
  readonly #doorbell: Doorbell;
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #limits: LogLimits;
  readonly #disk: TimedDisk;
  readonly #log: SegmentedLog;
  #waiting: LogThreadRequest[] = [];

  constructor(options: LogThreadOptions) {
    this.#port = options.port;
    this.#doorbell = options.doorbell;
    this.#clock = options.clock;
    this.#limits = options.limits ?? DEFAULT_LOG_LIMITS;
    const disk: Disk = options.disk;
    this.#disk = new TimedDisk(disk, options.clock);
    this.#log = SegmentedLog.open({ ...options, disk: this.#disk });
  }

  run(): void {
    this.#post({ kind: "opened", state: this.#log.state.dump() });
    for (;;) {
      const { rings } = this.#doorbell;
      this.#drain();
      const next = this.#waiting[0];
      if (next?.kind === "close") break;
      if (next === undefined) this.#rest(rings);
      else this.#writeGroup(this.#takeGroup());
    }
    this.#log.close();
  }

  #drain(): void {
    for (
      let got = receiveMessageOnPort(this.#port);
      got !== undefined;
      got = receiveMessageOnPort(this.#port)
    ) {
      this.#waiting.push(got.message as LogThreadRequest);
    }
  }

  /** As many of the waiting writes as one group may carry, at least one. */
  #takeGroup(): (readonly Uint8Array[])[] {
    const group: (readonly Uint8Array[])[] = [];
    let bytes = 0;
    for (const request of this.#waiting) {
      if (request.kind !== "write") break;
      for (const record of request.records) bytes += record.length;
      if (group.length > 0 && bytes > this.#limits.groupBytes) break;
      group.push(request.records);
    }
    this.#waiting = this.#waiting.slice(group.length);
    return group;
  }

  #writeGroup(group: readonly (readonly Uint8Array[])[]): void {
    const startedAt = this.#clock.monotonicMs();
    this.#disk.takeSyncMs();
    const records = group.flat();
    const positions = this.#log.append(records);
    const syncMicros = Math.round(this.#disk.takeSyncMs() * 1000);
    const totalMicros = Math.round((this.#clock.monotonicMs() - startedAt) * 1000);
    let at = 0;
    const writes = group.map((own): DurableWrite => {
      at += own.length;
      return { positions: positions.slice(at - own.length, at), records: own };
    });
    const bytes = records.reduce((sum, record) => sum + record.length, 0);
    const timing = { requests: group.length, records: records.length, bytes, totalMicros, syncMicros };
    this.#post(
      { kind: "durable", writes, timing },
      records.map((record) => record.buffer as ArrayBuffer),
    );
    if (this.#log.needsSpare) this.#log.prepareSpare();
  }

  /** Does what can wait for a pause, else sleeps. */
  #rest(rings: number): void {
    if (this.#log.needsSpare) this.#log.prepareSpare();
    else if (!this.#log.needsAcknowledge) this.#doorbell.wait(rings, Number.POSITIVE_INFINITY);
    else if (!this.#doorbell.wait(rings, IDLE_MS)) this.#log.acknowledge();
  }

  #post(reply: LogThreadReply, transfer: ArrayBuffer[] = []): void {
    this.#port.postMessage(reply, transfer);
  }
}
