// The port through which durable logs reach a disk: synchronous, small, and honest about what survives a power
// loss, so that one implementation is node:fs and another a simulated disk that loses all it may lose.
import type { DiskFile } from "./disk-file.ts";

/** `create`: must not exist, for reading and writing. `write`: must exist, for reading and writing. */
export type OpenMode = "create" | "write" | "read";

/** Every method throws DiskError, and nothing else, when the disk refuses. */
export interface Disk {
  open(path: string, mode: OpenMode): DiskFile;

  exists(path: string): boolean;

  /** Makes `path`, whose parent is there, for the owner alone. Durable once its parent is synced. */
  makeDirectory(path: string): void;

  /** Names in a directory, without `.` and `..`, in no order. */
  list(directory: string): string[];

  /** Replaces `to` if it exists. Durable, like `open(…, "create")` and `unlink`, after `syncDirectory`. */
  rename(from: string, to: string): void;

  unlink(path: string): void;

  /** Makes creations, renames and removals of names in `directory` durable. */
  syncDirectory(directory: string): void;
}
