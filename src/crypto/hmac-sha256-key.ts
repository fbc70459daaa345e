// HMAC-SHA256 (RFC 2104) under a key that is used for many short messages. The two padded key blocks are made once and
// both hashes are one-shot calls: half the time of createHmac, which sets up a context for each message. The digest
// between them goes by as a string of bytes: a Buffer of its own would cost more than the hash.
import { hash } from "node:crypto";

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
/** Messages up to here are hashed without allocating. */
const SHORT_BYTES = 4096;
const encoder = new TextEncoder();

export class HmacSha256Key {
  readonly #inner: Uint8Array;
  readonly #outer: Buffer;

  /** @param key at most one block of 64 bytes; copied */
  constructor(key: Uint8Array) {
    if (key.length > BLOCK_BYTES) throw new RangeError("a key of HMAC-SHA256 has at most 64 bytes here");
    this.#inner = paddedKey(key, 0x36, SHORT_BYTES);
    this.#outer = Buffer.from(paddedKey(key, 0x5c, DIGEST_BYTES).buffer);
  }

  /** The authentication code as lower-case hex. */
  hex(message: Uint8Array | string): string {
    const length = typeof message === "string" ? message.length * 3 : message.length;
    if (length > SHORT_BYTES) return this.#close(this.#longInner(message));
    const end = BLOCK_BYTES + this.#place(message);
    const digest = hash("sha256", this.#inner.subarray(0, end), "latin1");
    this.#inner.fill(0, BLOCK_BYTES, end);
    return this.#close(digest);
  }

  #place(message: Uint8Array | string): number {
    if (typeof message === "string") {
      return encoder.encodeInto(message, this.#inner.subarray(BLOCK_BYTES)).written;
    }
    this.#inner.set(message, BLOCK_BYTES);
    return message.length;
  }

  #longInner(message: Uint8Array | string): string {
    const bytes = typeof message === "string" ? encoder.encode(message) : message;
    const whole = new Uint8Array(BLOCK_BYTES + bytes.length);
    whole.set(this.#inner.subarray(0, BLOCK_BYTES));
    whole.set(bytes, BLOCK_BYTES);
    const digest = hash("sha256", whole, "latin1");
    whole.fill(0);
    return digest;
  }

  #close(innerDigest: string): string {
    this.#outer.write(innerDigest, BLOCK_BYTES, "latin1");
    return hash("sha256", this.#outer, "hex");
  }
}

function paddedKey(key: Uint8Array, pad: number, room: number): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES + room).fill(pad, 0, BLOCK_BYTES);
  key.forEach((byte, at) => {
    block[at] = byte ^ pad;
  });
  return block;
}
