// The Raft log on disk: append-only segments of chained records (docs/log-format.md). Synchronous, without clock,
// timer or randomness: the same class runs on a thread of its own and inside the simulator. Takes no lock: whoever
// opens it owns the directory already (the data directory's lock).
import { assert } from "#base/assert.ts";
import type { Disk } from "../disk/disk.ts";
import { DiskError } from "../disk/disk-error.ts";
import { beginSegment } from "./begin-segment.ts";
import { BufferPool } from "./buffer-pool.ts";
import { draftWrites } from "./draft-writes.ts";
import { PAGE_BYTES, positionOf, roundUp, segmentName } from "./format/layout.ts";
import { type ChainLink, sealRecord } from "./format/record.ts";
import { LogFailure } from "./log-failure.ts";
import { checkLimits, DEFAULT_LOG_LIMITS, type LogLimits } from "./log-limits.ts";
import { LogReader } from "./log-reader.ts";
import type { LogState } from "./log-state.ts";
import type { LogWrite } from "./log-write.ts";
import { recoverLog } from "./recovery/recover-log.ts";
import { type DurablePoint, durablePoint, type SegmentFile } from "./segment-file.ts";
import type { SpareSegments } from "./spare-segments.ts";

export interface OpenLogOptions {
  disk: Disk;
  /** Made if absent; its parent must be there, durably. Nothing else may live in it. */
  directory: string;
  limits?: LogLimits;
  /** `refuse` when the rest of the node's data says that there must be a log. */
  whenAbsent?: "create" | "refuse";
}

/** A spare is begun once this much of the current segment is used, and is ready when the segment is full. */
const SPARE_FROM = 0.5;

export class SegmentedLog {
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #limits: LogLimits;
  readonly #state: LogState;
  readonly #reader: LogReader;
  readonly #buffers: BufferPool;
  readonly #spare: SpareSegments;
  #current: SegmentFile;
  #oldestSegment: number;
  /** What the next record continues. */
  #link: ChainLink;
  #durable: DurablePoint;
  /** Whether a durable slot says so. */
  #isNoted = true;
  #group: Uint8Array[] = [];
  #groupBytes = 0;
  #failure: LogFailure | undefined;

  /**
   * Reads and checks the whole log, cuts off a torn tail, and makes durable what it found.
   * @throws LogDamageError, LogFormatError, LogFailure
   */
  static open(options: OpenLogOptions): SegmentedLog {
    checkLimits(options.limits ?? DEFAULT_LOG_LIMITS);
    try {
      return new SegmentedLog(options);
    } catch (error) {
      throw error instanceof DiskError ? new LogFailure(error.message, { cause: error }) : error;
    }
  }

  private constructor({
    disk,
    directory,
    limits = DEFAULT_LOG_LIMITS,
    whenAbsent = "create",
  }: OpenLogOptions) {
    const recovered = recoverLog({ disk, directory, segmentBytes: limits.segmentBytes, whenAbsent });
    this.#disk = disk;
    this.#directory = directory;
    this.#limits = limits;
    this.#state = recovered.state;
    this.#reader = new LogReader(disk, directory, recovered.state);
    this.#buffers = new BufferPool(limits.recordBytes);
    this.#spare = recovered.spare;
    this.#current = recovered.current;
    this.#oldestSegment = recovered.oldestSegment;
    this.#link = recovered.link;
    this.#durable = recovered.durable;
  }

  /** What the log says. Changes with every write: for reading between two calls only. */
  get state(): LogState {
    return this.#state;
  }

  /** Reads entries back. */
  get reader(): LogReader {
    return this.#reader;
  }

  /**
   * Makes `writes` durable in order, all with one sync as long as they fit one group and one segment.
   * @throws LogFailure; InvariantError when a write breaks a rule of LogWrite
   */
  write(writes: readonly LogWrite[]): void {
    const records = draftWrites(writes, this.#limits, (bytes) => this.#buffers.take(bytes));
    this.append(records);
    for (const record of records) this.#buffers.giveBack(record);
  }

  /** `write` for records that were drafted elsewhere. Seals them in place; returns where each one lies. */
  append(records: readonly Uint8Array[]): Float64Array {
    return this.#changing(() => {
      const positions = Float64Array.from(records, (record) => this.#stage(record));
      assert(this.#state.writtenCommit <= this.#state.lastIndex, "the commit index lies beyond the log");
      this.#flush();
      this.#removeUnneeded();
      return positions;
    });
  }

  /** Notes what the last group made durable, if no further group did so meanwhile. For when writes pause. */
  acknowledge(): void {
    this.#changing(() => {
      if (this.#isNoted) return;
      this.#current.acknowledge(this.#durable, false);
      this.#current.sync();
      this.#isNoted = true;
    });
  }

  get needsAcknowledge(): boolean {
    return !this.#isNoted;
  }

  /** Whether the next segment's file lags behind the use of this one: time for `prepareSpare`. */
  get needsSpare(): boolean {
    const used = this.#current.nextOffset / this.#current.segmentBytes;
    return used > SPARE_FROM && this.#spare.progress < Math.min(1, (used - SPARE_FROM) / (0.9 - SPARE_FROM));
  }

  /** One slice of the next segment's file. Not calling it costs a longer pause when the segment is full. */
  prepareSpare(): void {
    this.#changing(() => this.#spare.prepareSlice());
  }

  /** Notes what is durable and closes the files. */
  close(): void {
    if (this.#failure === undefined) this.acknowledge();
    this.#failure ??= new LogFailure(`${this.#directory} is closed`);
    this.#reader.close();
    this.#spare.close();
    this.#current.close();
  }

  #changing<T>(change: () => T): T {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return change();
    } catch (error) {
      // After a broken rule too, memory and disk may disagree: only opening anew tells.
      const reason = error instanceof Error ? error.message : String(error);
      this.#failure = new LogFailure(reason, { cause: error });
      throw error instanceof DiskError ? this.#failure : error;
    }
  }

  /** Puts a record into the group that is next to be written, and into memory. */
  #stage(record: Uint8Array): number {
    if (this.#group.length > 0 && this.#groupBytes + record.length > this.#limits.groupBytes) this.#flush();
    if (!this.#current.hasRoomFor(roundUp(this.#groupBytes + record.length, PAGE_BYTES))) {
      this.#flush();
      this.#roll();
      assert(
        this.#current.hasRoomFor(roundUp(record.length, PAGE_BYTES)),
        "a record is larger than a segment",
      );
    }
    const position = positionOf(this.#current.segment, this.#current.nextOffset + this.#groupBytes);
    this.#seal(record);
    this.#state.apply(record, position);
    this.#group.push(record);
    this.#groupBytes += record.length;
    return position;
  }

  #seal(record: Uint8Array): void {
    const previousHash = sealRecord(record, this.#link);
    this.#link = { sequence: this.#link.sequence + 1, previousHash };
  }

  /** One group: its records, beside them the acknowledgement of the group before, one sync. */
  #flush(): void {
    if (this.#group.length === 0) return;
    const end = this.#current.nextOffset + this.#groupBytes;
    this.#current.writeGroup(this.#group, this.#groupBytes);
    if (!this.#isNoted) this.#current.acknowledge(this.#durable, false);
    this.#current.sync();
    this.#group = [];
    this.#groupBytes = 0;
    this.#durable = durablePoint(this.#state, this.#link, end);
    this.#isNoted = false;
  }

  /** Goes on in a new segment. The old one's last acknowledgement says so: a lost newest segment is missed. */
  #roll(): void {
    const old = this.#current;
    const begun = beginSegment({
      disk: this.#disk,
      directory: this.#directory,
      spare: this.#spare,
      segment: old.segment + 1,
      segmentBytes: this.#limits.segmentBytes,
      link: this.#link,
      state: this.#state,
    });
    old.acknowledge(this.#durable, true);
    old.sync();
    old.close();
    this.#current = begun.file;
    this.#link = begun.link;
    this.#durable = begun.durable;
    this.#isNoted = true;
  }

  #removeUnneeded(): void {
    const oldest = this.#state.oldestSegment(this.#current.segment);
    if (oldest === this.#oldestSegment) return;
    this.#reader.releaseBefore(oldest);
    let isUnlinked = false;
    for (; this.#oldestSegment < oldest; this.#oldestSegment++) {
      const path = `${this.#directory}/${segmentName(this.#oldestSegment)}`;
      if (this.#spare.recycle(path)) continue;
      this.#disk.unlink(path);
      isUnlinked = true;
    }
    if (isUnlinked) this.#disk.syncDirectory(this.#directory);
  }
}
