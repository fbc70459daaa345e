// Parsed records of announced areas, kept by this thread until the consensus thread says that they changed. Entries are
// filled in the same synchronous step as their read, so none can be older than an invalidation already seen.
import type { Barrier } from "#barrier/barrier.ts";
import { assert } from "#base/assert.ts";
import type { RecordKind } from "#contract/record.ts";
import { isAnnounced, type KeyArea } from "#storage/key-areas.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { ChangeRingReader } from "#storage/shared/change-ring.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";

export interface CachedRecord<T> {
  /** 0: there is no such record. */
  version: number;
  /** Shared between requests: never changed. */
  value: T | undefined;
}

/** Names that were looked for and are absent count too: bounded, oldest out first. */
const MAX_RECORDS = 65_536;

export interface StateCacheOptions {
  store: KvReader;
  barrier: Barrier;
  ring: ChangeRingReader;
  status: NodeStatus;
}

/** What a cache counts of itself, for whoever measures. */
export interface CacheTally {
  hits: number;
  misses: number;
  /** Records dropped because they changed. */
  drops: number;
  /** How often everything was dropped because changes were missed. */
  overflows: number;
}

export class StateCache {
  readonly tally: CacheTally = { hits: 0, misses: 0, drops: 0, overflows: 0 };
  readonly #options: StateCacheOptions;
  readonly #records = new Map<string, CachedRecord<unknown>>();
  readonly #listeners: { area: string; changed: (key: string | undefined) => void }[] = [];
  #generation: number;

  constructor(options: StateCacheOptions) {
    this.#options = options;
    this.#generation = options.status.get("generation");
  }

  /** Tells of changed keys of an area as they are seen; `undefined`: anything may have changed. */
  onChange(area: KeyArea, changed: (key: string | undefined) => void): void {
    this.#listeners.push({ area: `${area}/`, changed });
  }

  /** Takes over what changed since the last call: before each request is served. */
  refresh(): void {
    const generation = this.#options.status.get("generation");
    const isComplete = this.#options.ring.drain((key) => this.#forget(key));
    if (isComplete && generation === this.#generation) return;
    if (!isComplete) this.tally.overflows++;
    this.#generation = generation;
    this.clear();
  }

  /** The record at `key`, decoded once. @throws UnknownRecordError, DamagedRecordError, VaultError sealed */
  read<T>(kind: RecordKind<T>, key: string): CachedRecord<T> {
    const cached = this.#records.get(key);
    if (cached) {
      this.tally.hits++;
      return cached as CachedRecord<T>;
    }
    this.tally.misses++;
    assert(isAnnounced(key), "only announced areas are cached");
    const { store, barrier } = this.#options;
    const stored = store.get(key);
    const record: CachedRecord<T> = stored
      ? { version: stored.version, value: kind.decode(barrier.decrypt(key, stored.value)) }
      : { version: 0, value: undefined };
    this.#keep(key, record);
    return record;
  }

  /** Drops everything: the barrier was sealed, or changes were missed. */
  clear(): void {
    this.#records.clear();
    for (const { changed } of this.#listeners) changed(undefined);
  }

  #keep(key: string, record: CachedRecord<unknown>): void {
    this.#records.set(key, record);
    if (this.#records.size <= MAX_RECORDS) return;
    const oldest = this.#records.keys().next();
    if (!oldest.done) this.#records.delete(oldest.value);
  }

  #forget(key: string): void {
    if (this.#records.delete(key)) this.tally.drops++;
    for (const { area, changed } of this.#listeners) if (key.startsWith(area)) changed(key);
  }
}
