// Measures how long a disk's syncs take.
import type { Clock } from "#base/clock.ts";
import type { Disk, OpenMode } from "../../disk/disk.ts";
import type { DiskFile } from "../../disk/disk-file.ts";

export class TimedDisk implements Disk {
  readonly #disk: Disk;
  readonly #clock: Pick<Clock, "monotonicMs">;
  #syncMs = 0;

  constructor(disk: Disk, clock: Pick<Clock, "monotonicMs">) {
    this.#disk = disk;
    this.#clock = clock;
  }

  /** Time in syncs of files since this was last asked. */
  takeSyncMs(): number {
    const taken = this.#syncMs;
    this.#syncMs = 0;
    return taken;
  }

  open(path: string, mode: OpenMode): DiskFile {
    const file = this.#disk.open(path, mode);
    return {
      path,
      size: () => file.size(),
      read: (target, offset) => file.read(target, offset),
      write: (parts, offset) => file.write(parts, offset),
      truncate: (size) => file.truncate(size),
      sync: () => this.#timedSync(file),
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
    this.#disk.syncDirectory(directory);
  }

  #timedSync(file: DiskFile): void {
    const startedAt = this.#clock.monotonicMs();
    file.sync();
    this.#syncMs += this.#clock.monotonicMs() - startedAt;
  }
}
