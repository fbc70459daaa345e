// Reads entries back from segment files, each record checked again. Also for another thread than the writer's: give
// it a state loaded from a dump, and `learn` each record that the writer reports as durable.
import { assert } from "#base/assert.ts";
import { countWithin, type Entry } from "#raft/core/entry.ts";
import type { Disk } from "../disk/disk.ts";
import type { DiskFile } from "../disk/disk-file.ts";
import { collectEntries } from "./collect-entries.ts";
import { offsetAt, segmentAt, segmentName } from "./format/layout.ts";
import type { EntryLocation } from "./index/entry-location.ts";
import type { LogState } from "./log-state.ts";

const MAX_OPEN_FILES = 4;
/** At most this much is read at once, unless one record is larger. */
const READ_BYTES = 1024 * 1024;

/** Records that lie one after the other in a segment. */
interface Extent {
  readonly segment: number;
  readonly offset: number;
  readonly bytes: number;
  /** Entries from `low` up to but without `high` are wanted from it. */
  readonly low: number;
  readonly high: number;
}

export class LogReader {
  readonly state: LogState;
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #files = new Map<number, DiskFile>();
  /** Entries up to here may be deleted any moment. */
  #givenUp = 0;

  constructor(disk: Disk, directory: string, state: LogState) {
    this.#disk = disk;
    this.#directory = directory;
    this.state = state;
  }

  /**
   * Entries from `low` up to but without `high`, as many as fit into `maxBytes` (of Raft's `entryBytes`) but at
   * least one. `undefined` when `low` is compacted. Their data share memory with what was read.
   * @throws LogDamageError, DiskError
   */
  entries(low: number, high: number, maxBytes: number): Entry[] | undefined {
    if (!this.isReadable(low)) return undefined;
    assert(high <= this.state.lastIndex + 1, "entries beyond the log's end are asked for");
    const entries: Entry[] = [];
    const end = this.#endWithin(low, high, maxBytes);
    for (let next = low; next < end; ) {
      const extent = this.#extentFrom(next, end);
      for (const entry of this.#read(extent)) entries.push(entry);
      next = extent.high;
    }
    return entries.slice(0, countWithin(entries, maxBytes));
  }

  #read({ segment, offset, bytes, low, high }: Extent): Entry[] {
    const path = `${this.#directory}/${segmentName(segment)}`;
    const records = new Uint8Array(bytes);
    const count = this.#open(segment, path).read(records, offset);
    return collectEntries({
      path,
      offset,
      records: records.subarray(0, count),
      low,
      high,
      state: this.state,
    });
  }

  /** Whether an entry is neither compacted nor about to be. */
  isReadable(index: number): boolean {
    return index >= this.state.firstIndex && index > this.#givenUp;
  }

  /** Takes in a record that the writer made durable at `position`. */
  learn(record: Uint8Array, position: number): void {
    this.state.apply(record, position);
    this.releaseBefore(this.state.oldestSegment(segmentAt(position)));
  }

  /** Until told otherwise, reads nothing up to `index`: the writer has been asked to delete it. */
  giveUpThrough(index: number): void {
    this.#givenUp = index;
  }

  /** Lets go of segments that are about to be deleted or written over. */
  releaseBefore(oldest: number): void {
    for (const segment of [...this.#files.keys()]) if (segment < oldest) this.#release(segment);
  }

  close(): void {
    for (const segment of [...this.#files.keys()]) this.#release(segment);
  }

  /** Where to stop looking: Raft counts at least the data, so nothing that fits is left out. */
  #endWithin(low: number, high: number, maxBytes: number): number {
    let bytes = 0;
    for (let index = low; index < high; index++) {
      bytes += this.#locate(index).dataBytes;
      if (bytes > maxBytes) return Math.max(index, low + 1);
    }
    return high;
  }

  /** As many records from entry `low` on as lie together and may be read at once. */
  #extentFrom(low: number, end: number): Extent {
    const first = this.#locate(low);
    const segment = segmentAt(first.recordPosition);
    let stop = first.recordPosition + first.recordBytes;
    let high = low + 1;
    for (; high < end; high++) {
      const { recordPosition, recordBytes } = this.#locate(high);
      const fits = recordPosition + recordBytes - first.recordPosition <= READ_BYTES;
      if (segmentAt(recordPosition) !== segment || !(fits || recordPosition < stop)) break;
      stop = recordPosition + recordBytes;
    }
    const offset = offsetAt(first.recordPosition);
    return { segment, offset, bytes: stop - first.recordPosition, low, high };
  }

  #locate(index: number): EntryLocation {
    const location = this.state.locate(index);
    assert(location !== undefined, "an entry of the log has no place in its index");
    return location;
  }

  #open(segment: number, path: string): DiskFile {
    const open = this.#files.get(segment) ?? this.#disk.open(path, "read");
    this.#files.delete(segment); // and in again: the map is in order of use
    this.#files.set(segment, open);
    const oldest = this.#files.keys().next().value;
    if (this.#files.size > MAX_OPEN_FILES && oldest !== undefined) this.#release(oldest);
    return open;
  }

  #release(segment: number): void {
    this.#files.get(segment)?.close();
    this.#files.delete(segment);
  }
}
