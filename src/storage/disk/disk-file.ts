/**
 * An open file. Offsets and lengths are bytes. Every method throws DiskError, and nothing else, when the disk refuses.
 * What `write` and `truncate` did may be lost, whole or in part and in any order, until `sync` returns.
 */
export interface DiskFile {
  readonly path: string;

  size(): number;

  /** Fills `target` from `offset`; returns how many bytes there were, fewer than asked only at the file's end. */
  read(target: Uint8Array, offset: number): number;

  /** Writes `parts` one after the other from `offset`: all of them, or it throws and any part may be there. */
  write(parts: readonly Uint8Array[], offset: number): void;

  /** Cuts or, with zeros, extends. */
  truncate(size: number): void;

  /** fdatasync: content and size are durable afterwards; the name is not (see `Disk.syncDirectory`). */
  sync(): void;

  close(): void;
}
