const MAX_BUFFERS = 32;

/** Buffers of records that went to the log thread and came back: filling them anew costs no allocation. */
export class BufferPool {
  readonly #bufferBytes: number;
  readonly #free: ArrayBuffer[] = [];

  /** @param bufferBytes of pooled buffers; much smaller and larger ones are made for the purpose */
  constructor(bufferBytes: number) {
    this.#bufferBytes = bufferBytes;
  }

  take(bytes: number): Uint8Array {
    if (bytes > this.#bufferBytes || bytes < this.#bufferBytes / 4) return new Uint8Array(bytes);
    return new Uint8Array(this.#free.pop() ?? new ArrayBuffer(this.#bufferBytes), 0, bytes);
  }

  giveBack(part: Uint8Array): void {
    const { buffer } = part;
    const fits = buffer instanceof ArrayBuffer && buffer.byteLength === this.#bufferBytes;
    if (fits && this.#free.length < MAX_BUFFERS) this.#free.push(buffer);
  }
}
