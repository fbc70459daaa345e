// An engine's storage: its own prefix as a chroot, decrypted. Reads are of one applied state; writes are collected and
// proposed when the handler has returned, together with the versions of everything it read.
import type { RecordKind } from "./record.ts";

export interface ListOptions {
  after?: string;
  /** At most this many; the rest needs another call with `after`. */
  limit?: number;
}

export interface ReadView {
  get(key: string): Uint8Array | undefined;
  /** @throws UnknownFormatError when the record was written by a newer version of Coffer */
  read<T>(kind: RecordKind<T>, key: string): T | undefined;
  /** Names under a prefix that ends in `/` or is empty; folders end in `/`. Applied state only. */
  list(prefix: string, options?: ListOptions): Promise<string[]>;
  /** The same storage below `prefix`. */
  below(prefix: string): ReadView;
}

export interface View extends ReadView {
  put(key: string, value: Uint8Array): void;
  write<T>(kind: RecordKind<T>, key: string, value: T): void;
  delete(key: string): void;
  below(prefix: string): View;
}
