// What waits to be sent on a stream, cut into parts that take turns: a body of megabytes delays nobody else's request.
import { PART_BYTES, type Part } from "./part.ts";

interface Waiting {
  readonly call: number;
  readonly bytes: Uint8Array;
  at: number;
}

export class PartQueue {
  #waiting: Waiting[] = [];
  #cancelled: number[] = [];

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#cancelled.length === 0;
  }

  push(call: number, bytes: Uint8Array): void {
    this.#waiting.push({ call, bytes, at: 0 });
  }

  /** Whatever of it has not gone will not go. */
  cancel(call: number): void {
    this.#waiting = this.#waiting.filter((one) => one.call !== call);
    this.#cancelled.push(call);
  }

  /** For one message: a part of each in turn, until `maxBytes` are reached. */
  take(maxBytes: number): Part[] {
    const parts: Part[] = this.#cancelled.map((call) => ({
      call,
      bytes: EMPTY,
      isLast: true,
      isCancelled: true,
    }));
    this.#cancelled = [];
    let bytes = 0;
    let taken = 0;
    const unfinished: Waiting[] = [];
    for (const one of this.#waiting) {
      if (bytes >= maxBytes) break;
      const part = nextPart(one);
      bytes += part.bytes.length;
      taken++;
      parts.push(part);
      if (!part.isLast) unfinished.push(one);
    }
    // Who has had a turn waits behind those who had none.
    this.#waiting = this.#waiting.slice(taken);
    this.#waiting.push(...unfinished);
    return parts;
  }
}

const EMPTY = new Uint8Array();

function nextPart(one: Waiting): Part {
  const bytes = one.bytes.subarray(one.at, one.at + PART_BYTES);
  one.at += bytes.length;
  return { call: one.call, bytes, isLast: one.at >= one.bytes.length, isCancelled: false };
}
