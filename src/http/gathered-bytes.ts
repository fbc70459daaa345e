// Chunks that become one. The first is kept as it came, for most bodies are one chunk; more are copied together, since
// millions of chunks of one byte each would take a hundred times their bytes.

const NOTHING = new Uint8Array(0);
const SMALLEST = 16_384;

export class GatheredBytes {
  #room: Uint8Array = NOTHING;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): Uint8Array {
    return this.#room.subarray(0, this.#length);
  }

  add(chunk: Uint8Array): void {
    const before = this.#length;
    this.#length = before + chunk.length;
    if (before === 0) {
      this.#room = chunk;
      return;
    }
    if (this.#length > this.#room.length) {
      const larger = new Uint8Array(Math.max(this.#length, this.#room.length * 2, SMALLEST));
      larger.set(this.#room.subarray(0, before));
      this.#room = larger;
    }
    this.#room.set(chunk, before);
  }

  forget(): void {
    this.#room = NOTHING;
    this.#length = 0;
  }
}
