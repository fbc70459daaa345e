// A hash of a set of records that moves with each record instead of being computed over all: the lanes of the
// elements' hashes, added modulo 2^32. It finds records that LevelDB lost or brought back (design §3); it is no
// defence against someone who can choose records, the barrier is.
import { ELEMENT_BYTES } from "./stored-value.ts";

const LANES = ELEMENT_BYTES / 4;

export class SetHash {
  readonly #lanes = new Uint32Array(LANES);

  static decode(bytes: Uint8Array): SetHash {
    const hash = new SetHash();
    hash.#move(bytes, 1);
    return hash;
  }

  add(element: Uint8Array): void {
    this.#move(element, 1);
  }

  remove(element: Uint8Array): void {
    this.#move(element, -1);
  }

  encode(): Uint8Array {
    const bytes = new Uint8Array(ELEMENT_BYTES);
    const view = new DataView(bytes.buffer);
    this.#lanes.forEach((lane, at) => {
      view.setUint32(at * 4, lane);
    });
    return bytes;
  }

  equals(other: SetHash): boolean {
    return this.#lanes.every((lane, at) => lane === other.#lanes[at]);
  }

  #move(element: Uint8Array, sign: 1 | -1): void {
    for (let at = 0; at < LANES; at++) {
      this.#lanes[at] = ((this.#lanes[at] ?? 0) + sign * laneOf(element, at * 4)) >>> 0;
    }
  }
}

/** Big-endian, and without a DataView: one would move the few bytes of an element out of its object. */
function laneOf(bytes: Uint8Array, at: number): number {
  const [high = 0, second = 0, third = 0, low = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  return ((high << 24) | (second << 16) | (third << 8) | low) >>> 0;
}
