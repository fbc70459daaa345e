// The consensus thread's end of the log thread: collects the writes of a turn, sends them as one, and says when they
// are durable. Reads entries back itself, from the segment files, by the positions that come with each answer.
import type { MessagePort } from "node:worker_threads";
import { assert, unreachable } from "#base/assert.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { Disk } from "../../disk/disk.ts";
import { BufferPool } from "../buffer-pool.ts";
import { draftWrites } from "../draft-writes.ts";
import { DEFAULT_LOG_LIMITS, type LogLimits } from "../log-limits.ts";
import { LogReader } from "../log-reader.ts";
import { LogState, type LogStateDump } from "../log-state.ts";
import type { LogWrite } from "../log-write.ts";
import type { Doorbell } from "./doorbell.ts";
import type { DurableWrite, GroupTiming, LogThreadReply, LogThreadRequest } from "./log-thread-message.ts";
import { RecentEntries } from "./recent-entries.ts";

export interface LogThreadLinkOptions {
  readonly port: MessagePort;
  readonly doorbell: Doorbell;
  /** For reading: the same directory that the log thread writes. */
  readonly disk: Disk;
  readonly directory: string;
  /** The same as the log thread's. */
  readonly limits?: LogLimits;
  /** The log can not go on; the process is about to end. Told once; no callback comes after it. */
  readonly onFailure: (reason: string) => void;
  /** How much of the newest entries' data is kept in memory for reading. */
  readonly recentBytes?: number;
  readonly onGroup?: (timing: GroupTiming) => void;
}

const DEFAULT_RECENT_BYTES = 4 * 1024 * 1024;

interface SentWrites {
  readonly writes: readonly LogWrite[];
  readonly bytes: number;
  readonly done: readonly (() => void)[];
  /** Entries up to here may be deleted while the request is under way. */
  readonly givesUpThrough: number;
}

export class LogThreadLink {
  readonly #options: LogThreadLinkOptions;
  readonly #limits: LogLimits;
  readonly #pool: BufferPool;
  readonly #reader: LogReader;
  readonly #recent: RecentEntries;
  #writes: LogWrite[] = [];
  #done: (() => void)[] = [];
  #sent: SentWrites[] = [];
  #pendingBytes = 0;
  #isOver = false;
  #onClosed: (() => void) | undefined;

  /** Waits until the log thread has opened the log. A log that can not be opened is reported to `onFailure` alone. */
  static open(options: LogThreadLinkOptions): Promise<LogThreadLink> {
    return new Promise((resolve) => {
      let link: LogThreadLink | undefined;
      options.port.on("message", (reply: LogThreadReply) => {
        if (reply.kind === "opened") {
          link = new LogThreadLink(options, reply.state);
          resolve(link);
        } else if (link !== undefined) link.#take(reply);
        else if (reply.kind === "failed") options.onFailure(reply.reason);
      });
    });
  }

  private constructor(options: LogThreadLinkOptions, state: LogStateDump) {
    this.#options = options;
    this.#limits = options.limits ?? DEFAULT_LOG_LIMITS;
    this.#pool = new BufferPool(this.#limits.recordBytes);
    this.#recent = new RecentEntries(options.recentBytes ?? DEFAULT_RECENT_BYTES);
    this.#reader = new LogReader(options.disk, options.directory, LogState.load(state));
  }

  /** Entries and state as far as they are durable. */
  get reader(): LogReader {
    return this.#reader;
  }

  /** LogReader's `entries`, without touching the files for the newest ones. @throws LogDamageError, DiskError */
  entries(low: number, high: number, maxBytes: number): readonly Entry[] | undefined {
    const isThere = high <= this.#reader.state.lastIndex + 1 && this.#reader.isReadable(low);
    const recent = isThere ? this.#recent.entries(low, high, maxBytes) : undefined;
    return recent ?? this.#reader.entries(low, high, maxBytes);
  }

  /** Sent but not yet durable: what back-pressure looks at. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Asks for `write` to be made durable after all before it. Nothing happens before `flush`. */
  write(write: LogWrite, done: () => void): void {
    this.#writes.push(write);
    this.#done.push(done);
  }

  /** Sends what this turn asked for. To be called at the end of each turn that wrote. */
  flush(): void {
    if (this.#writes.length === 0 || this.#isOver) return;
    const records = draftWrites(this.#writes, this.#limits, (bytes) => this.#pool.take(bytes));
    const bytes = records.reduce((sum, record) => sum + record.length, 0);
    this.#sent.push({
      writes: this.#writes,
      bytes,
      done: this.#done,
      givesUpThrough: this.#givenUpBy(this.#writes),
    });
    this.#pendingBytes += bytes;
    this.#writes = [];
    this.#done = [];
    this.#giveUp();
    const buffers = records.map((record) => record.buffer as ArrayBuffer);
    this.#send({ kind: "write", records }, buffers);
  }

  /** Settles once everything sent is durable and the log thread has closed the log. */
  close(): Promise<void> {
    this.flush();
    return new Promise((resolve) => {
      this.#onClosed = resolve;
      this.#send({ kind: "close" });
    });
  }

  #send(request: LogThreadRequest, buffers: ArrayBuffer[] = []): void {
    this.#options.port.postMessage(request, buffers);
    this.#options.doorbell.ring();
  }

  #take(reply: LogThreadReply): void {
    switch (reply.kind) {
      case "durable":
        for (const write of reply.writes) this.#settle(write);
        this.#options.onGroup?.(reply.timing);
        break;
      case "failed":
        this.#isOver = true;
        this.#options.onFailure(reply.reason);
        break;
      case "closed":
        this.#isOver = true;
        this.#reader.close();
        this.#options.port.close();
        this.#onClosed?.();
        break;
      case "opened":
        break;
      default:
        unreachable(reply);
    }
  }

  #settle({ records, positions }: DurableWrite): void {
    const sent = this.#sent.shift();
    assert(sent !== undefined, "the log thread answers a write that was not sent");
    for (const [at, record] of records.entries()) {
      this.#reader.learn(record, positions[at] ?? 0);
      this.#pool.giveBack(record);
    }
    for (const write of sent.writes) this.#remember(write);
    this.#pendingBytes -= sent.bytes;
    this.#giveUp();
    for (const done of sent.done) done();
  }

  #remember({ install, truncateFrom, entries }: LogWrite): void {
    if (install !== undefined) this.#recent.clear();
    if (truncateFrom !== undefined) this.#recent.truncateFrom(truncateFrom);
    if (entries !== undefined) this.#recent.add(entries);
  }

  #givenUpBy(writes: readonly LogWrite[]): number {
    let through = 0;
    for (const { install, compactTo } of writes) {
      through = Math.max(
        through,
        compactTo?.index ?? 0,
        install === undefined ? 0 : this.#reader.state.lastIndex,
      );
    }
    return through;
  }

  #giveUp(): void {
    this.#reader.giveUpThrough(
      this.#sent.reduce((through, sent) => Math.max(through, sent.givesUpThrough), 0),
    );
  }
}
