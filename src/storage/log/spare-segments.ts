// Files that become the next segments. Their blocks are allocated and written before they are needed: a sync of an
// append then carries data alone, no change of the file system's own records (docs/log-format.md: half the time).
import type { Disk } from "../disk/disk.ts";
import type { DiskFile } from "../disk/disk-file.ts";
import { PAGE_BYTES, roundUp, SPARE_NAMES } from "./format/layout.ts";

const SLICE_BYTES = 256 * 1024;
const SLICES_A_SEGMENT = 16;

interface Spare {
  readonly path: string;
  file: DiskFile | undefined;
  /** Allocated so far. */
  bytes: number;
}

/** A spare in full size, open for writing. Whoever takes it gives it its new name. */
export interface TakenSpare {
  readonly path: string;
  readonly file: DiskFile;
}

/**
 * Two of them: while one is being prepared in small steps, a retired segment may come in, and from then on the log
 * lives on retired ones. What is in them does not matter: no record of an older segment continues a younger chain.
 */
export class SpareSegments {
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #zeros: Uint8Array;
  readonly #spares: readonly [Spare, Spare];

  /** Takes up what an earlier run left. */
  constructor(disk: Disk, directory: string, segmentBytes: number) {
    this.#disk = disk;
    this.#directory = directory;
    this.#segmentBytes = segmentBytes;
    this.#zeros = new Uint8Array(Math.min(SLICE_BYTES, roundUp(segmentBytes / SLICES_A_SEGMENT, PAGE_BYTES)));
    const spare = (name: string): Spare => ({ path: `${directory}/${name}`, file: undefined, bytes: 0 });
    this.#spares = [spare(SPARE_NAMES[0]), spare(SPARE_NAMES[1])];
    for (const each of this.#spares) if (disk.exists(each.path)) this.#takeUp(each);
  }

  /** Of the next segment, 0 … 1. */
  get progress(): number {
    return this.#best().bytes / this.#segmentBytes;
  }

  /** One slice further, durably, so that no later sync has a whole segment to carry. */
  prepareSlice(): void {
    const spare = this.#best();
    if (spare.bytes >= this.#segmentBytes) return;
    const file = this.#open(spare);
    this.#fillSlice(spare, file);
    file.sync();
  }

  /** Keeps a segment that nobody needs any more, if there is a place for it. */
  recycle(path: string): boolean {
    const spare = this.#spares.find(({ bytes }) => bytes === 0);
    if (spare === undefined) return false;
    spare.file?.close();
    this.#disk.rename(path, spare.path);
    // Only once its old name is surely gone may it be written over.
    this.#disk.syncDirectory(this.#directory);
    this.#takeUp(spare);
    return true;
  }

  take(): TakenSpare {
    const spare = this.#best();
    const file = this.#open(spare);
    while (spare.bytes < this.#segmentBytes) this.#fillSlice(spare, file);
    spare.file = undefined;
    spare.bytes = 0;
    return { path: spare.path, file };
  }

  close(): void {
    for (const spare of this.#spares) spare.file?.close();
  }

  #best(): Spare {
    const [first, second] = this.#spares;
    return second.bytes > first.bytes ? second : first;
  }

  #open(spare: Spare): DiskFile {
    spare.file ??= this.#disk.open(spare.path, this.#disk.exists(spare.path) ? "write" : "create");
    return spare.file;
  }

  #fillSlice(spare: Spare, file: DiskFile): void {
    const bytes = Math.min(this.#zeros.length, this.#segmentBytes - spare.bytes);
    file.write([this.#zeros.subarray(0, bytes)], spare.bytes);
    spare.bytes += bytes;
  }

  #takeUp(spare: Spare): void {
    spare.file = this.#disk.open(spare.path, "write");
    spare.bytes = spare.file.size();
    if (spare.bytes <= this.#segmentBytes && spare.bytes % PAGE_BYTES === 0) return;
    spare.file.truncate(0);
    spare.bytes = 0;
  }
}
