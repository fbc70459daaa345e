// The log thread in virtual time, at the other end of the production link. It groups writes as the real loop does;
// while one group is written, what arrives waits for the next.
import type { MessagePort } from "node:worker_threads";
import type { LogLimits } from "#storage/log/log-limits.ts";
import { SegmentedLog } from "#storage/log/segmented-log.ts";
import { Doorbell } from "#storage/log/thread/doorbell.ts";
import { LogThreadLink } from "#storage/log/thread/log-thread-link.ts";
import type {
  DurableWrite,
  LogThreadReply,
  LogThreadRequest,
} from "#storage/log/thread/log-thread-message.ts";
import type { SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";

export interface SimulatedLogThreadOptions {
  readonly disk: SimulatedDisk;
  readonly directory: string;
  readonly limits: LogLimits;
  readonly whenAbsent: "create" | "refuse";
  readonly syncMs: () => number;
  /** On the log thread, after so much time, if the process still lives. */
  readonly later: (delayMs: number, run: () => void) => void;
  /** On the consensus thread, soon. */
  readonly reply: (run: () => void) => void;
  /** A group is durable: one disk operation. */
  readonly onGroup: (writes: number) => void;
  readonly onFailure: (reason: string) => void;
  /** The link has told everyone who waited for a group. */
  readonly onSettled: (totalMs: number) => void;
}

const IDLE_MS = 10;

export class SimulatedLogThread {
  readonly log: SegmentedLog;
  readonly #options: SimulatedLogThreadOptions;
  #receive: ((reply: LogThreadReply) => void) | undefined;
  #waiting: LogThreadRequest[] = [];
  #isBusy = false;
  #idleSince = 0;
  /** While a process starts, nothing else happens in the world. */
  isImmediate = true;
  readonly #startFailure = Promise.withResolvers<never>();

  /** @throws LogDamageError, LogFailure, SimulatedCrash */
  constructor(options: SimulatedLogThreadOptions) {
    this.#options = options;
    const { disk, directory, limits, whenAbsent } = options;
    this.log = SegmentedLog.open({ disk, directory, limits, whenAbsent });
    this.#startFailure.promise.catch(() => {});
  }

  /** Rejects with what went wrong while a process started. */
  get startFailure(): Promise<never> {
    return this.#startFailure.promise;
  }

  open(): Promise<LogThreadLink> {
    const { disk, directory, limits, onFailure, onSettled } = this.#options;
    const port = {
      on: (_event: string, receive: (reply: LogThreadReply) => void) => {
        this.#receive = receive;
      },
      postMessage: (request: LogThreadRequest) => this.#take(request),
      close: () => {},
    };
    const link = LogThreadLink.open({
      port: port as unknown as MessagePort,
      doorbell: new Doorbell(),
      disk,
      directory,
      limits,
      onFailure,
      onGroup: ({ totalMicros }) => onSettled(totalMicros / 1000),
    });
    this.#receive?.({ kind: "opened", state: this.log.state.dump() });
    return link;
  }

  #take(request: LogThreadRequest): void {
    this.#waiting.push(request);
    if (this.isImmediate) queueMicrotask(() => this.#writeAtOnce());
    else this.#pump();
  }

  #writeAtOnce(): void {
    try {
      this.#writeGroup(this.#nextGroup(), 0);
    } catch (error) {
      this.#startFailure.reject(error);
    }
  }

  #pump(): void {
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#isBusy = true;
    const group = this.#nextGroup();
    const ms = this.#options.syncMs();
    this.#options.later(ms, () => {
      this.#isBusy = false;
      this.#writeGroup(group, ms);
      this.#pump();
      this.#restLater();
    });
  }

  #nextGroup(): (readonly Uint8Array[])[] {
    const group: (readonly Uint8Array[])[] = [];
    let bytes = 0;
    while (this.#waiting[0]?.kind === "write") {
      for (const record of this.#waiting[0].records) bytes += record.length;
      if (group.length > 0 && bytes > this.#options.limits.groupBytes) break;
      group.push(this.#waiting[0].records);
      this.#waiting.shift();
    }
    return group;
  }

  #writeGroup(group: readonly (readonly Uint8Array[])[], totalMs: number): void {
    const records = group.flat();
    const positions = this.log.append(records);
    let at = 0;
    const writes = group.map((own): DurableWrite => {
      at += own.length;
      return { positions: positions.slice(at - own.length, at), records: own };
    });
    this.#options.onGroup(writes.length);
    const totalMicros = Math.round(totalMs * 1000);
    const timing = {
      requests: group.length,
      records: records.length,
      bytes: 0,
      totalMicros,
      syncMicros: totalMicros,
    };
    const reply = (): void => this.#receive?.({ kind: "durable", writes, timing });
    if (this.isImmediate) reply();
    else this.#options.reply(reply);
    if (this.log.needsSpare) this.log.prepareSpare();
  }

  #restLater(): void {
    const mark = ++this.#idleSince;
    this.#options.later(IDLE_MS, () => {
      if (mark !== this.#idleSince || this.#isBusy) return;
      if (this.log.needsAcknowledge) this.log.acknowledge();
    });
  }
}
