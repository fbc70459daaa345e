// Versions and hash shares of recently used records, so that judging and applying a write of a warm key reads
// nothing. Equal to what the store holds, and ahead of it by what is being written; bounded, oldest out first.
import type { StateStore } from "./state-store.ts";
import { storedElement, storedVersion } from "./stored-value.ts";

const MAX_KNOWN = 32_768;

export interface KnownRecord {
  /** 0: there is no such record. */
  version: number;
  element: Uint8Array | undefined;
}

const ABSENT: KnownRecord = { version: 0, element: undefined };

export class KnownRecords {
  readonly #store: Pick<StateStore, "getRaw">;
  readonly #known = new Map<string, KnownRecord>();
  /** What the store does not hold yet: must not be forgotten, however much it is. */
  readonly #unwritten = new Map<string, KnownRecord>();

  constructor(store: Pick<StateStore, "getRaw">) {
    this.#store = store;
  }

  of(key: string): KnownRecord {
    const known = this.#unwritten.get(key) ?? this.#known.get(key);
    if (known) return known;
    const bytes = this.#store.getRaw(key);
    const record = bytes ? { version: storedVersion(bytes), element: storedElement(bytes).slice() } : ABSENT;
    this.#remember(key, record);
    return record;
  }

  /** What an applied write made of `key`. */
  put(key: string, version: number, element: Uint8Array): void {
    this.#unwritten.set(key, { version, element });
  }

  drop(key: string): void {
    this.#unwritten.set(key, ABSENT);
  }

  /** The store holds everything that was put or dropped. */
  written(): void {
    for (const [key, record] of this.#unwritten) this.#remember(key, record);
    this.#unwritten.clear();
  }

  #remember(key: string, record: KnownRecord): void {
    this.#known.delete(key);
    this.#known.set(key, record);
    if (this.#known.size <= MAX_KNOWN) return;
    const oldest = this.#known.keys().next();
    if (!oldest.done) this.#known.delete(oldest.value);
  }
}
