// Walks JSON bytes once (RFC 8259), checking syntax and limits without making any value, and tells where the members
// of the top-level object lie. Iterative: depth is data here, not stack.
import { JsonError } from "./json-error.ts";
import type { JsonLimits } from "./json-limits.ts";
import { NUMBER_BYTES, scanLiteral, scanNumber, scanString } from "./scan-scalar.ts";

/** Where a member's value lies in the document. */
export interface MemberSpan {
  name: string;
  start: number;
  end: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
// A rough price of what a parser would allocate for each value, after OpenBao's estimate.
const VALUE_MEMORY = 16;
const CONTAINER_MEMORY = 64;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

interface Frame {
  isObject: boolean;
  count: number;
}

export class JsonScanner {
  readonly #bytes: Uint8Array;
  readonly #limits: JsonLimits;
  readonly #frames: Frame[] = [];
  #at = 0;
  #strings = 0;
  #memory = 0;

  constructor(bytes: Uint8Array, limits: JsonLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  /** @returns the members of the top-level object. @throws JsonError */
  members(): MemberSpan[] {
    const spans: MemberSpan[] = [];
    const names = new Set<string>();
    this.#skipSpace();
    if (this.#bytes[this.#at] !== OPEN_OBJECT) throw syntax("expected an object");
    this.#at++;
    this.#open(true);
    if (this.#closesAfterSpace(CLOSE_OBJECT)) return this.#finish(spans);
    for (;;) {
      this.#skipSpace();
      const name = this.#nameText(this.#at);
      this.#skipSpace();
      const start = this.#at;
      this.#value();
      // Go takes the last of two in silence; which one a policy's parameters looked at is then anybody's guess.
      if (names.size === names.add(name).size) {
        throw new JsonError("duplicate", "a parameter stands twice in the request");
      }
      spans.push({ name, start, end: this.#at });
      if (this.#closesAfterSpace(CLOSE_OBJECT)) return this.#finish(spans);
      this.#expect(COMMA);
    }
  }

  #finish(spans: MemberSpan[]): MemberSpan[] {
    this.#frames.pop();
    this.#skipSpace();
    if (this.#at < this.#bytes.length) throw syntax("unexpected text after the document");
    return spans;
  }

  /** One whole value, however deep. */
  #value(): void {
    const floor = this.#frames.length;
    for (;;) {
      this.#skipSpace();
      if (this.#enters()) continue;
      while (this.#frames.length > floor && this.#closes()) this.#frames.pop();
      if (this.#frames.length === floor) return;
      this.#expect(COMMA);
      this.#nextInFrame();
    }
  }

  /** Consumes a scalar or an empty container (false), or goes into a filled one (true). */
  #enters(): boolean {
    const byte = this.#bytes[this.#at];
    if (byte !== OPEN_OBJECT && byte !== OPEN_LIST) {
      this.#scalar(byte);
      return false;
    }
    this.#at++;
    this.#open(byte === OPEN_OBJECT);
    if (this.#closesAfterSpace(byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST)) {
      this.#frames.pop();
      return false;
    }
    this.#nextInFrame();
    return true;
  }

  #open(isObject: boolean): void {
    this.#spend(CONTAINER_MEMORY);
    if (this.#frames.length >= this.#limits.maxDepth) {
      throw limit(`exceeded maximum depth of ${this.#limits.maxDepth}`);
    }
    this.#frames.push({ isObject, count: 0 });
  }

  #closes(): boolean {
    const isObject = this.#frames.at(-1)?.isObject === true;
    return this.#closesAfterSpace(isObject ? CLOSE_OBJECT : CLOSE_LIST);
  }

  #closesAfterSpace(closer: number): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== closer) return false;
    this.#at++;
    return true;
  }

  /** Before a value inside a container: counts it, and reads its name in an object. */
  #nextInFrame(): void {
    const frame = this.#frames.at(-1);
    if (frame?.isObject) {
      this.#name();
      return;
    }
    if (frame && ++frame.count > this.#limits.maxElements) {
      throw limit(`exceeded maximum of ${this.#limits.maxElements} elements in an array`);
    }
  }

  #nameText(start: number): string {
    const end = this.#name();
    return textOf(this.#bytes.subarray(start, end));
  }

  /** @returns where the name's text ends */
  #name(): number {
    const frame = this.#frames.at(-1);
    if (frame && ++frame.count > this.#limits.maxMembers) {
      throw limit(`exceeded maximum of ${this.#limits.maxMembers} members in an object`);
    }
    this.#skipSpace();
    if (this.#bytes[this.#at] !== QUOTE) throw syntax("expected a member name");
    this.#string();
    const end = this.#at;
    this.#skipSpace();
    this.#expect(COLON);
    return end;
  }

  #scalar(byte: number | undefined): void {
    this.#spend(VALUE_MEMORY);
    if (byte === QUOTE) this.#string();
    else if (byte !== undefined && NUMBER_BYTES[byte]) this.#at = scanNumber(this.#bytes, this.#at);
    else this.#at = scanLiteral(this.#bytes, this.#at);
  }

  #string(): void {
    const end = scanString(this.#bytes, this.#at);
    const length = end - this.#at - 2;
    if (length > this.#limits.maxStringBytes) {
      throw limit(`exceeded maximum string length of ${this.#limits.maxStringBytes} bytes`);
    }
    if (++this.#strings > this.#limits.maxStrings) {
      throw limit(`exceeded maximum number of strings (${this.#limits.maxStrings})`);
    }
    this.#spend(length);
    this.#at = end;
  }

  #spend(bytes: number): void {
    this.#memory += bytes;
    if (this.#memory > this.#limits.maxMemoryBytes) {
      throw limit(`exceeded maximum estimated memory limits of ${this.#limits.maxMemoryBytes} bytes`);
    }
  }

  #expect(byte: number): void {
    if (this.#bytes[this.#at] !== byte) throw syntax(`expected '${String.fromCharCode(byte)}'`);
    this.#at++;
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at++;
    }
  }
}

function textOf(quoted: Uint8Array): string {
  return JSON.parse(decoder.decode(quoted)) as string;
}

function syntax(what: string): JsonError {
  return new JsonError("syntax", what);
}

function limit(what: string): JsonError {
  return new JsonError("limit", what);
}
