// JSON text written straight as bytes: lists of thousands of small answers, and secrets that must never be strings.
import { RawJson } from "#base/json/raw-json.ts";
import { base64Length, encodeBase64Into } from "./base64-bytes.ts";

const QUOTE = 0x22;
const encoder = new TextEncoder();

export class JsonBytes {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Text that is JSON already, and ASCII. */
  literal(text: string): this {
    const at = this.#reserve(text.length);
    for (let i = 0; i < text.length; i++) this.#bytes[at + i] = text.charCodeAt(i);
    return this;
  }

  raw({ bytes }: RawJson): this {
    const at = this.#reserve(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  /** A string. */
  text(text: string): this {
    const quoted = encoder.encode(JSON.stringify(text));
    const at = this.#reserve(quoted.length);
    this.#bytes.set(quoted, at);
    return this;
  }

  /** A string: `prefix`, which is ASCII and needs no escape, and the base64 of `bytes`. */
  base64(bytes: Uint8Array, prefix = ""): this {
    this.literal(`"${prefix}`);
    const at = this.#reserve(base64Length(bytes.length) + 1);
    this.#bytes[encodeBase64Into(bytes, this.#bytes, at)] = QUOTE;
    return this;
  }

  /** What was written; this writer must not be used afterwards. */
  finish(): RawJson {
    return new RawJson(this.#bytes.subarray(0, this.#length));
  }

  #reserve(count: number): number {
    const at = this.#length;
    this.#length = at + count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length));
      larger.set(this.#bytes.subarray(0, at));
      this.#bytes = larger;
    }
    return at;
  }
}
