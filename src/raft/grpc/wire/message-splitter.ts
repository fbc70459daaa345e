// gRPC's framing of messages on a stream: a flag (compressed or not), a length of four bytes, the message.
import { FrameError } from "../codec/frame-error.ts";

const PREFIX_BYTES = 5;

/** The message behind its prefix. */
export function framed(message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(PREFIX_BYTES + message.length);
  new DataView(bytes.buffer).setUint32(1, message.length);
  bytes.set(message, PREFIX_BYTES);
  return bytes;
}

/** Cuts what arrives in chunks into messages. Holds at most one message and what came with its end. */
export class MessageSplitter {
  readonly #maxBytes: number;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  /** Of the message that is coming in; `undefined` while its prefix is. */
  #length: number | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The messages that `chunk` completes. They may share its memory. @throws FrameError */
  push(chunk: Uint8Array): Uint8Array[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const messages: Uint8Array[] = [];
    for (let message = this.#next(); message !== undefined; message = this.#next()) messages.push(message);
    return messages;
  }

  #next(): Uint8Array | undefined {
    if (this.#length === undefined) {
      if (this.#bytes < PREFIX_BYTES) return undefined;
      this.#length = this.#lengthFrom(this.#take(PREFIX_BYTES));
    }
    if (this.#bytes < this.#length) return undefined;
    const message = this.#take(this.#length);
    this.#length = undefined;
    return message;
  }

  #lengthFrom(prefix: Uint8Array): number {
    if (prefix[0] !== 0) throw new FrameError("a message is compressed");
    const length = new DataView(prefix.buffer, prefix.byteOffset).getUint32(1);
    if (length > this.#maxBytes) throw new FrameError(`a message of ${length} bytes is too large`);
    return length;
  }

  /** Takes `count` bytes, of which there are enough. Copies only what lies in several chunks. */
  #take(count: number): Uint8Array {
    this.#bytes -= count;
    const first = this.#chunks[0];
    if (first !== undefined && first.length > count) {
      this.#chunks[0] = first.subarray(count);
      return first.subarray(0, count);
    }
    if (first?.length === count) {
      this.#chunks.shift();
      return first;
    }
    return this.#gather(count);
  }

  #gather(count: number): Uint8Array {
    const whole = new Uint8Array(count);
    let at = 0;
    let used = 0;
    for (const chunk of this.#chunks) {
      if (at === count) break;
      const part = chunk.subarray(0, count - at);
      whole.set(part, at);
      at += part.length;
      if (part.length === chunk.length) used++;
      else this.#chunks[used] = chunk.subarray(part.length);
    }
    this.#chunks.splice(0, used);
    return whole;
  }
}
