// The window of appends sent to one follower and not yet acknowledged, bounded in messages and in bytes: a slow
// follower must not make the leader buffer without limit. A ring, because both ends move on every message.
import { assert } from "#base/assert.ts";

export class Inflights {
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  #lastIndexes: number[] = [];
  #sizes: number[] = [];
  #start = 0;
  #count = 0;
  #bytes = 0;

  /** @param maxBytes 0 for no limit in bytes */
  constructor(maxMessages: number, maxBytes: number) {
    assert(Number.isSafeInteger(maxMessages) && maxMessages > 0, "an in-flight window holds messages");
    this.#maxMessages = maxMessages;
    this.#maxBytes = maxBytes;
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Full in bytes already when the limit is reached, so that one message may overshoot it. */
  get full(): boolean {
    return this.#count === this.#maxMessages || (this.#maxBytes !== 0 && this.#bytes >= this.#maxBytes);
  }

  /** Records a message whose last entry is `lastIndex` and whose entries carry `bytes` of data. */
  add(lastIndex: number, bytes: number): void {
    assert(!this.full, "a message was sent into a full in-flight window");
    if (this.#count === this.#sizes.length) this.#grow();
    const slot = (this.#start + this.#count) % this.#sizes.length;
    this.#lastIndexes[slot] = lastIndex;
    this.#sizes[slot] = bytes;
    this.#count++;
    this.#bytes += bytes;
  }

  /** Forgets every message that ends at or before `index`: the follower has acknowledged it. */
  freeThrough(index: number): void {
    while (this.#count > 0 && (this.#lastIndexes[this.#start] ?? 0) <= index) {
      this.#bytes -= this.#sizes[this.#start] ?? 0;
      this.#start = (this.#start + 1) % this.#sizes.length;
      this.#count--;
    }
  }

  clear(): void {
    this.#start = 0;
    this.#count = 0;
    this.#bytes = 0;
  }

  // Grows with use: most followers never fill their window.
  #grow(): void {
    const capacity = Math.min(this.#maxMessages, Math.max(4, this.#sizes.length * 2));
    const lastIndexes = new Array<number>(capacity).fill(0);
    const sizes = new Array<number>(capacity).fill(0);
    for (let i = 0; i < this.#count; i++) {
      const slot = (this.#start + i) % this.#sizes.length;
      lastIndexes[i] = this.#lastIndexes[slot] ?? 0;
      sizes[i] = this.#sizes[slot] ?? 0;
    }
    this.#lastIndexes = lastIndexes;
    this.#sizes = sizes;
    this.#start = 0;
  }
}
