// The Blowfish cipher with the expensive key schedule of bcrypt (Provos and Mazières, "A Future-Adaptable Password
// Scheme", USENIX 1999, §3).
import { piWords } from "./pi-words.ts";

const ROUNDS = 16;
const SUBKEYS = ROUNDS + 2;
const BOX = 256;
const WORDS = SUBKEYS + 4 * BOX;

let initialWords: Int32Array | undefined;

export class Blowfish {
  readonly #subkeys: Int32Array;
  readonly #boxes: Int32Array;

  constructor() {
    initialWords ??= piWords(WORDS);
    this.#subkeys = initialWords.slice(0, SUBKEYS);
    this.#boxes = initialWords.slice(SUBKEYS);
  }

  /** Mixes `key` in, and `salt` with it; without a salt, zeroes. Both are whole words that go round and round. */
  expand(key: Int32Array, salt: Int32Array = ZEROES): void {
    const subkeys = this.#subkeys;
    for (let at = 0; at < SUBKEYS; at++) subkeys[at] = word(subkeys, at) ^ word(key, at % key.length);
    const block = new Int32Array(2);
    let used = this.#refill(subkeys, block, salt, 0);
    used = this.#refill(this.#boxes, block, salt, used);
    block.fill(0);
  }

  /** Encrypts the two words of `block` in place. */
  encrypt(block: Int32Array): void {
    const subkeys = this.#subkeys;
    const boxes = this.#boxes;
    let left = word(block, 0);
    let right = word(block, 1);
    for (let round = 0; round < ROUNDS; round += 2) {
      left ^= word(subkeys, round);
      right ^= mixed(boxes, left);
      right ^= word(subkeys, round + 1);
      left ^= mixed(boxes, right);
    }
    block[0] = right ^ word(subkeys, ROUNDS + 1);
    block[1] = left ^ word(subkeys, ROUNDS);
  }

  wipe(): void {
    this.#subkeys.fill(0);
    this.#boxes.fill(0);
  }

  /** Replaces `words` by a chain of encryptions. @returns how much of the salt is used */
  #refill(words: Int32Array, block: Int32Array, salt: Int32Array, from: number): number {
    let used = from;
    for (let at = 0; at < words.length; at += 2) {
      block[0] = word(block, 0) ^ word(salt, used++ % salt.length);
      block[1] = word(block, 1) ^ word(salt, used++ % salt.length);
      this.encrypt(block);
      words[at] = word(block, 0);
      words[at + 1] = word(block, 1);
    }
    return used;
  }
}

const ZEROES = new Int32Array(4);

function mixed(boxes: Int32Array, value: number): number {
  const first = word(boxes, value >>> 24) + word(boxes, BOX + ((value >>> 16) & 0xff));
  return (
    ((first ^ word(boxes, 2 * BOX + ((value >>> 8) & 0xff))) + word(boxes, 3 * BOX + (value & 0xff))) | 0
  );
}

/** An index that is in range. */
function word(words: Int32Array, at: number): number {
  return words[at] as number;
}
