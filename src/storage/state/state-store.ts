import type { StoredValue } from "../kv-store.ts";

/** A raw record of the state store. */
export interface StateWrite {
  key: string;
  value: Uint8Array | undefined;
}

/** What the state machine needs of the store beneath it. Keys that begin with `!` are the state machine's own. */
export interface StateStore {
  getRaw(key: string): Uint8Array | undefined;
  get(key: string): StoredValue | undefined;
  /** Atomic; need not be durable when it resolves. */
  write(batch: readonly StateWrite[]): Promise<void>;
  /** Everything written before is durable when it resolves. */
  flush(): Promise<void>;
  /** All raw records under a prefix in pages, in order of their keys' bytes. */
  scanRaw(prefix: string): AsyncIterable<[string, Uint8Array]>;
}
