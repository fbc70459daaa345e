// JSON bytes to JSON text on one line with every string value written by the device's rule. Works on the bytes, so
// numbers keep their digits, doubled names both show, and a secret never becomes a JavaScript string.
import { assert } from "#base/assert.ts";
import { utf8Text } from "#base/bytes.ts";
import type { RawJson } from "#base/json/raw-json.ts";
import type { DataRules } from "./data-rules.ts";
import { isTimestampBytes } from "./timestamp.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;

interface Frame {
  isObject: boolean;
  /** Whether values where the container stands are clear. */
  isClearOutside: boolean;
}

export class RawJsonText {
  readonly #bytes: Uint8Array;
  readonly #rules: DataRules;
  readonly #frames: Frame[] = [];
  #text = "";
  /** What lies between here and `#at` goes out as it is. */
  #copyFrom = 0;
  #at = 0;
  #isClear: boolean;
  #expectsName = false;

  /** @param isClear the value belongs to a name that the mount exempts */
  constructor(json: RawJson, rules: DataRules, isClear: boolean) {
    this.#bytes = json.bytes;
    this.#rules = rules;
    this.#isClear = isClear;
  }

  text(): string {
    while (this.#at < this.#bytes.length) this.#step(this.#bytes[this.#at] ?? 0);
    this.#flush(this.#at);
    return this.#text;
  }

  #step(byte: number): void {
    if (byte === QUOTE) this.#string();
    else if (byte <= SPACE) this.#skip();
    else {
      this.#structure(byte);
      this.#at++;
    }
  }

  #structure(byte: number): void {
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      const isObject = byte === OPEN_OBJECT;
      this.#frames.push({ isObject, isClearOutside: this.#isClear });
      this.#expectsName = isObject;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      this.#isClear = this.#frames.pop()?.isClearOutside === true;
      this.#expectsName = false;
    } else if (byte === COMMA) this.#expectsName = this.#frames.at(-1)?.isObject === true;
    else if (byte === COLON) this.#expectsName = false;
  }

  /** Line breaks between tokens would end the entry. */
  #skip(): void {
    this.#flush(this.#at);
    this.#copyFrom = ++this.#at;
  }

  #string(): void {
    const start = this.#at;
    const end = this.#closingQuote(start);
    this.#at = end + 1;
    if (this.#expectsName) this.#enterName(start + 1, end);
    else if (!this.#isClear) this.#value(start, end);
  }

  #enterName(start: number, end: number): void {
    const { clearKeys } = this.#rules;
    if (clearKeys.size > 0) this.#isClear = clearKeys.has(this.#decoded(start, end));
  }

  #value(start: number, end: number): void {
    const content = this.#bytes.subarray(start + 1, end);
    if (isTimestampBytes(content)) return;
    this.#flush(start);
    const { values } = this.#rules;
    const isEscaped = content.includes(BACKSLASH);
    this.#text += isEscaped ? values.ofText(this.#decoded(start + 1, end)) : values.ofBytes(content);
    this.#copyFrom = end + 1;
  }

  #closingQuote(start: number): number {
    for (let from = start + 1; ; ) {
      const end = this.#bytes.indexOf(QUOTE, from);
      assert(end > start, "JSON that is audited was validated");
      let first = end;
      while (this.#bytes[first - 1] === BACKSLASH) first--;
      if ((end - first) % 2 === 0) return end;
      from = end + 1;
    }
  }

  #decoded(start: number, end: number): string {
    return JSON.parse(utf8Text(this.#bytes.subarray(start - 1, end + 1))) as string;
  }

  #flush(end: number): void {
    if (end > this.#copyFrom) this.#text += utf8Text(this.#bytes.subarray(this.#copyFrom, end));
    this.#copyFrom = end;
  }
}
