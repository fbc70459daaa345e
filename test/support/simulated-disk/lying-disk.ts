// A disk that forgets one of its duties: whoever tests against the simulated disk must notice.
import type { Disk, OpenMode } from "#storage/disk/disk.ts";
import type { DiskFile } from "#storage/disk/disk-file.ts";

export type Lie =
  /** fdatasync returns at once and does nothing. */
  | "no-file-sync"
  /** fsync of a directory returns at once and does nothing. */
  | "no-directory-sync";

export class LyingDisk implements Disk {
  readonly #disk: Disk;
  readonly #lie: Lie;

  constructor(disk: Disk, lie: Lie) {
    this.#disk = disk;
    this.#lie = lie;
  }

  open(path: string, mode: OpenMode): DiskFile {
    const file = this.#disk.open(path, mode);
    if (this.#lie !== "no-file-sync") return file;
    return {
      path: file.path,
      size: () => file.size(),
      read: (target, offset) => file.read(target, offset),
      write: (parts, offset) => file.write(parts, offset),
      truncate: (size) => file.truncate(size),
      sync: () => {},
      close: () => file.close(),
    };
  }

  exists(path: string): boolean {
    return this.#disk.exists(path);
  }

  makeDirectory(path: string): void {
    this.#disk.makeDirectory(path);
  }

  list(directory: string): string[] {
    return this.#disk.list(directory);
  }

  rename(from: string, to: string): void {
    this.#disk.rename(from, to);
  }

  unlink(path: string): void {
    this.#disk.unlink(path);
  }

  syncDirectory(directory: string): void {
    if (this.#lie !== "no-directory-sync") this.#disk.syncDirectory(directory);
  }
}
