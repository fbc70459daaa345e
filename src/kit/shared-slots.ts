// A number of slots that all threads of a process share: how many of a kind of work may run at once, whoever asks. First
// come, first served: each draws a number and waits until so many have given theirs back.
const DRAWN = 0;
const GIVEN_BACK = 1;
const SLOTS = 2;
const WORDS = 3;

export class SharedSlots {
  readonly #words: Int32Array;

  /** @param memory made by `forSlots` on one thread and given to the others */
  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
  }

  static forSlots(count: number): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT);
    new Int32Array(memory)[SLOTS] = count;
    return memory;
  }

  /** Resolves when a slot is taken; `give` it back. */
  async take(): Promise<void> {
    const number = Atomics.add(this.#words, DRAWN, 1);
    for (;;) {
      const givenBack = Atomics.load(this.#words, GIVEN_BACK);
      // The counters go round after 2^31; their distance does not.
      if (((number - givenBack) | 0) < Atomics.load(this.#words, SLOTS)) return;
      await Atomics.waitAsync(this.#words, GIVEN_BACK, givenBack).value;
    }
  }

  give(): void {
    Atomics.add(this.#words, GIVEN_BACK, 1);
    Atomics.notify(this.#words, GIVEN_BACK);
  }
}
