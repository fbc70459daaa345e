// The barrier's keys, in one piece of shared memory that every request thread reads and that sealing zeroes. Keys are
// never copied out: callers get views for the length of one call.
import { assert } from "#base/assert.ts";

const KEY_BYTES = 32;
const HEADER_BYTES = 16;
const SLOT_BYTES = 8 + KEY_BYTES;
/** One rotation a day for twenty years. */
export const MAX_TERMS = 8192;
export const KEY_MEMORY_BYTES = HEADER_BYTES + KEY_BYTES + MAX_TERMS * SLOT_BYTES;

const ACTIVE_TERM = 0;
const TERM_COUNT = 1;
const LOCK = 2;

export interface TermKey {
  term: number;
  key: Uint8Array;
}

export class KeyMemory {
  readonly #memory: SharedArrayBuffer;
  readonly #header: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    assert(memory.byteLength === KEY_MEMORY_BYTES, "the key memory has its full size");
    this.#memory = memory;
    this.#header = new Int32Array(memory, 0, 4);
  }

  get activeTerm(): number {
    return Atomics.load(this.#header, ACTIVE_TERM);
  }

  /** The root key: a view, all zeroes while sealed. */
  get rootKey(): Uint8Array {
    return new Uint8Array(this.#memory, HEADER_BYTES, KEY_BYTES);
  }

  /** A view of the key of `term`; newest terms are found first. */
  keyOf(term: number): Uint8Array | undefined {
    for (let slot = Atomics.load(this.#header, TERM_COUNT) - 1; slot >= 0; slot--) {
      if (this.#termAt(slot) === term) return this.#keyAt(slot);
    }
    return undefined;
  }

  /** Replaces all keys. Safe against other threads that load the same keyring at the same time. */
  load(rootKey: Uint8Array, keys: readonly TermKey[], activeTerm: number): void {
    assert(keys.length <= MAX_TERMS, `a keyring holds at most ${MAX_TERMS} terms`);
    assert(rootKey.length === KEY_BYTES, "a root key has 32 bytes");
    this.#exclusively(() => {
      if (rootKey.buffer !== this.#memory) this.rootKey.set(rootKey);
      keys.forEach(({ term, key }, slot) => {
        assert(key.length === KEY_BYTES, "a term's key has 32 bytes");
        this.#keyAt(slot).set(key);
        new DataView(this.#memory).setUint32(this.#slotOffset(slot), term);
      });
      Atomics.store(this.#header, TERM_COUNT, keys.length);
      Atomics.store(this.#header, ACTIVE_TERM, activeTerm);
    });
  }

  zero(): void {
    this.#exclusively(() => {
      Atomics.store(this.#header, ACTIVE_TERM, 0);
      Atomics.store(this.#header, TERM_COUNT, 0);
      new Uint8Array(this.#memory, HEADER_BYTES).fill(0);
    });
  }

  #termAt(slot: number): number {
    return new DataView(this.#memory).getUint32(this.#slotOffset(slot));
  }

  #keyAt(slot: number): Uint8Array {
    return new Uint8Array(this.#memory, this.#slotOffset(slot) + 8, KEY_BYTES);
  }

  #slotOffset(slot: number): number {
    return HEADER_BYTES + KEY_BYTES + slot * SLOT_BYTES;
  }

  #exclusively(work: () => void): void {
    while (Atomics.compareExchange(this.#header, LOCK, 0, 1) !== 0) Atomics.wait(this.#header, LOCK, 1, 100);
    try {
      work();
    } finally {
      Atomics.store(this.#header, LOCK, 0);
      Atomics.notify(this.#header, LOCK);
    }
  }
}
