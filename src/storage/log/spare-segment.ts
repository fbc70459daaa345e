// The file that becomes the next segment. Its blocks are allocated and written before it is needed: a sync of an
// append then carries data alone, no change of the file system's own records (bench/log-append.ts: half the time).
import type { Disk } from "../disk/disk.ts";
import type { DiskFile } from "../disk/disk-file.ts";
import { PAGE_BYTES, roundUp, SPARE_NAME } from "./format/layout.ts";

const SLICE_BYTES = 256 * 1024;
const SLICES_A_SEGMENT = 16;

/** Content does not matter: no record of an older segment continues a younger one's chain. */
export class SpareSegment {
  readonly path: string;
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #targetBytes: number;
  readonly #zeros: Uint8Array;
  #file: DiskFile | undefined;
  #bytes = 0;

  /** Takes up a spare that an earlier run left. */
  constructor(disk: Disk, directory: string, segmentBytes: number) {
    this.path = `${directory}/${SPARE_NAME}`;
    this.#disk = disk;
    this.#directory = directory;
    this.#targetBytes = segmentBytes;
    this.#zeros = new Uint8Array(Math.min(SLICE_BYTES, roundUp(segmentBytes / SLICES_A_SEGMENT, PAGE_BYTES)));
    if (disk.exists(this.path)) this.#takeUp();
  }

  /** Of the next segment, 0 … 1. */
  get progress(): number {
    return this.#bytes / this.#targetBytes;
  }

  /** One slice further, durably, so that no later sync has a whole segment to carry. */
  prepareSlice(): void {
    if (this.#bytes >= this.#targetBytes) return;
    const file = this.#open();
    this.#fillSlice(file);
    file.sync();
  }

  /** Makes a segment that nobody needs any more the spare, unless there is one already. */
  recycle(path: string): boolean {
    if (this.#bytes > 0) return false;
    this.#disk.rename(path, this.path);
    // Only once its old name is surely gone may it be written over.
    this.#disk.syncDirectory(this.#directory);
    this.#takeUp();
    return true;
  }

  /** The spare in full size, under its name, open for writing. The caller gives it its new name. */
  take(): DiskFile {
    const file = this.#open();
    while (this.#bytes < this.#targetBytes) this.#fillSlice(file);
    this.#file = undefined;
    this.#bytes = 0;
    return file;
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #open(): DiskFile {
    this.#file ??= this.#disk.open(this.path, this.#disk.exists(this.path) ? "write" : "create");
    return this.#file;
  }

  #fillSlice(file: DiskFile): void {
    const bytes = Math.min(this.#zeros.length, this.#targetBytes - this.#bytes);
    file.write([this.#zeros.subarray(0, bytes)], this.#bytes);
    this.#bytes += bytes;
  }

  #takeUp(): void {
    this.#file = this.#disk.open(this.path, "write");
    this.#bytes = this.#file.size();
    if (this.#bytes <= this.#targetBytes && this.#bytes % PAGE_BYTES === 0) return;
    this.#file.truncate(0);
    this.#bytes = 0;
  }
}
