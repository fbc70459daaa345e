// A store that can be taken from under its readers: a snapshot of another node brings a whole new one.
import type { ChildRange, KeyRange, KvSnapshot, KvStore, StoredValue } from "./kv-store.ts";

export class ReplaceableStore<S extends KvStore> implements KvStore {
  #current: S;

  constructor(current: S) {
    this.#current = current;
  }

  get current(): S {
    return this.#current;
  }

  /** Reads from now on are of `next`. @returns the store of before, which views may still be open on */
  replace(next: S): S {
    const before = this.#current;
    this.#current = next;
    return before;
  }

  get(key: string): StoredValue | undefined {
    return this.#current.get(key);
  }

  keys(range: KeyRange): Promise<string[]> {
    return this.#current.keys(range);
  }

  entries(range: KeyRange): Promise<[string, StoredValue][]> {
    return this.#current.entries(range);
  }

  children(range: ChildRange): Promise<string[]> {
    return this.#current.children(range);
  }

  snapshot(): KvSnapshot {
    return this.#current.snapshot();
  }
}
