// The store as a request thread reads it, with the time that takes.
import type { ChildRange, KeyRange, KvSnapshot, KvStore, StoredValue } from "#storage/kv-store.ts";
import type { ThreadMeter } from "../thread/thread-meter.ts";

export class MeteredStore implements KvStore {
  readonly #store: KvStore;
  readonly #gets;
  readonly #lists;

  constructor(store: KvStore, meter: ThreadMeter) {
    this.#store = store;
    this.#gets = meter.sampled(["barrier.get", "raft-storage.get"]);
    this.#lists = [meter.timer("barrier.list"), meter.timer("raft-storage.list")] as const;
  }

  get(key: string): StoredValue | undefined {
    const startedMs = this.#gets.begin();
    const stored = this.#store.get(key);
    this.#gets.end(startedMs);
    return stored;
  }

  keys(range: KeyRange): Promise<string[]> {
    return this.#listed(this.#store.keys(range));
  }

  entries(range: KeyRange): Promise<[string, StoredValue][]> {
    return this.#listed(this.#store.entries(range));
  }

  children(range: ChildRange): Promise<string[]> {
    return this.#listed(this.#store.children(range));
  }

  snapshot(): KvSnapshot {
    return this.#store.snapshot();
  }

  async #listed<T>(listing: Promise<T>): Promise<T> {
    const startedMs = performance.now();
    try {
      return await listing;
    } finally {
      const tookMs = performance.now() - startedMs;
      for (const timer of this.#lists) timer.observe(tookMs);
    }
  }
}
