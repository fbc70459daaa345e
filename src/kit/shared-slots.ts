// A number of slots that all threads of a process share: how many of a kind of work may run at once, whoever asks.
const FREE_AT = 0;
export const SHARED_SLOTS_BYTES = Int32Array.BYTES_PER_ELEMENT;

export class SharedSlots {
  readonly #free: Int32Array;

  /** @param memory `SHARED_SLOTS_BYTES`, made by `forSlots` on one thread and given to the others */
  constructor(memory: SharedArrayBuffer) {
    this.#free = new Int32Array(memory);
  }

  static forSlots(count: number): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(SHARED_SLOTS_BYTES);
    new Int32Array(memory).fill(count);
    return memory;
  }

  /** Resolves when a slot is taken; `give` it back. */
  async take(): Promise<void> {
    for (;;) {
      const free = Atomics.load(this.#free, FREE_AT);
      if (free === 0) await Atomics.waitAsync(this.#free, FREE_AT, 0).value;
      else if (Atomics.compareExchange(this.#free, FREE_AT, free, free - 1) === free) return;
    }
  }

  give(): void {
    Atomics.add(this.#free, FREE_AT, 1);
    Atomics.notify(this.#free, FREE_AT, 1);
  }
}
