// The store as a request thread reads it, with the time that takes.
import type { Meter } from "#metrics/meter.ts";
import type { ChildRange, KeyRange, KvSnapshot, KvStore, StoredValue } from "#storage/kv-store.ts";

export class MeteredStore implements KvStore {
  readonly #store: KvStore;
  readonly #gets;
  readonly #lists;

  constructor(store: KvStore, meter: Meter) {
    this.#store = store;
    this.#gets = [meter.timer("barrier.get"), meter.timer("raft-storage.get")] as const;
    this.#lists = [meter.timer("barrier.list"), meter.timer("raft-storage.list")] as const;
  }

  get(key: string): StoredValue | undefined {
    const startedMs = performance.now();
    const stored = this.#store.get(key);
    const tookMs = performance.now() - startedMs;
    this.#gets[0].observe(tookMs);
    this.#gets[1].observe(tookMs);
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
