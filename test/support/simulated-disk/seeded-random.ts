// A random source that a seed decides: xoshiro128** (Blackman and Vigna, public domain), seeded by splitmix32.

export class SeededRandom {
  readonly #state = new Uint32Array(4);

  constructor(seed: number) {
    let mix = (seed ^ Math.floor(seed / 0x1_0000_0000)) >>> 0;
    for (let at = 0; at < 4; at++) {
      mix = (mix + 0x9e3779b9) >>> 0;
      let word = Math.imul(mix ^ (mix >>> 16), 0x21f0aaad);
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
      this.#state[at] = word ^ (word >>> 15);
    }
  }

  /** 0 … 2^32 − 1 */
  next(): number {
    const state = this.#state;
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const mixed = d ^ b;
    state[2] = c ^ a ^ (b << 9);
    state[3] = (mixed << 11) | (mixed >>> 21);
    state[1] = b ^ c ^ a;
    state[0] = a ^ mixed;
    return result;
  }

  /** 0 … `limit` − 1 */
  below(limit: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * limit);
  }

  /** `low` … `high`, both included */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() / 0x1_0000_0000 < probability;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at++) bytes[at] = this.next() >>> 24;
    return bytes;
  }

  /** A source of its own, so that drawing more from one does not shift the other. */
  fork(): SeededRandom {
    return new SeededRandom(this.next());
  }
}
