// Which keys changed, from the one thread that applies to all threads that cache: a ring in shared memory. A reader
// that falls behind by more than the ring is told so and drops everything; nobody waits for anybody.
import { assert } from "#base/assert.ts";

const HEAD_BYTES = 8;
export const CHANGE_RING_BYTES = HEAD_BYTES + 1024 * 1024;

const encoder = new TextEncoder();

function capacityOf(memory: SharedArrayBuffer): number {
  return memory.byteLength - HEAD_BYTES;
}

/** The applying thread's end. */
export class ChangeRingWriter {
  readonly #head: BigInt64Array;
  readonly #bytes: Uint8Array;
  readonly #capacity: number;
  #position = 0;
  #published = 0;

  constructor(memory: SharedArrayBuffer) {
    this.#head = new BigInt64Array(memory, 0, 1);
    this.#bytes = new Uint8Array(memory, HEAD_BYTES);
    this.#capacity = capacityOf(memory);
  }

  /** Appends a key whose change readers of the store already see. Readers of the ring see it after `publish`. */
  append(key: string): void {
    const bytes = encoder.encode(key);
    assert(bytes.length < 0x10000 && bytes.length < this.#capacity / 8, "a key fits the ring");
    if (this.#position - this.#published > this.#capacity / 8) this.publish();
    this.#putByte(bytes.length >> 8);
    this.#putByte(bytes.length & 0xff);
    for (const byte of bytes) this.#putByte(byte);
  }

  publish(): void {
    Atomics.store(this.#head, 0, BigInt(this.#position));
    this.#published = this.#position;
  }

  #putByte(byte: number): void {
    this.#bytes[this.#position % this.#capacity] = byte;
    this.#position++;
  }
}

/** A caching thread's end. */
export class ChangeRingReader {
  readonly #head: BigInt64Array;
  readonly #bytes: Uint8Array;
  readonly #capacity: number;
  #position: number;

  constructor(memory: SharedArrayBuffer) {
    this.#head = new BigInt64Array(memory, 0, 1);
    this.#bytes = new Uint8Array(memory, HEAD_BYTES);
    this.#capacity = capacityOf(memory);
    this.#position = this.#headNow();
  }

  /**
   * Hands over the keys that changed since the last call.
   * @returns false when some were lost: drop every cache
   */
  drain(onChanged: (key: string) => void): boolean {
    const head = this.#headNow();
    if (head === this.#position) return true;
    // A writer may already be filling what is a quarter ahead of the published head.
    if (head - this.#position > this.#capacity / 2) return this.#lost(head);
    const keys = this.#read(head);
    if (this.#headNow() - this.#position > this.#capacity / 2) return this.#lost(this.#headNow());
    this.#position = head;
    for (const key of keys) onChanged(key);
    return true;
  }

  #read(head: number): string[] {
    const keys: string[] = [];
    let at = this.#position;
    while (at < head) {
      const length = (this.#byte(at) << 8) | this.#byte(at + 1);
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i++) bytes[i] = this.#byte(at + 2 + i);
      keys.push(new TextDecoder().decode(bytes));
      at += 2 + length;
    }
    return keys;
  }

  #lost(head: number): false {
    this.#position = head;
    return false;
  }

  #byte(at: number): number {
    return this.#bytes[at % this.#capacity] ?? 0;
  }

  #headNow(): number {
    return Number(Atomics.load(this.#head, 0));
  }
}
