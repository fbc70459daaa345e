// The port to replicated state: what applied entries have made of it.

export interface StoredValue {
  /** Version of the write that made it. */
  version: number;
  value: Uint8Array;
}

export interface KeyRange {
  prefix: string;
  /** Start after this key. */
  after?: string;
  limit: number;
}

export interface ChildRange extends KeyRange {
  /** Start after this child name. */
  after?: string;
}

/** Reads of applied state. `get` is synchronous: the tables are mapped into memory. */
export interface KvReader {
  get(key: string): StoredValue | undefined;
  /** Keys under a prefix, in order of their bytes. */
  keys(range: KeyRange): Promise<string[]>;
  /** Keys with their values, in order of the keys' bytes. */
  entries(range: KeyRange): Promise<[string, StoredValue][]>;
  /** First path segments under `prefix`; those with something below end in `/`. Skips over what is below. */
  children(range: ChildRange): Promise<string[]>;
}

export interface KvSnapshot extends KvReader, AsyncDisposable {}

export interface KvStore extends KvReader {
  /** A view that later writes do not change. */
  snapshot(): KvSnapshot;
}
