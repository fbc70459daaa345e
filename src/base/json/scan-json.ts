// Walks JSON bytes once (RFC 8259), checking syntax and limits without making any value, and tells where the members
// of the top-level object lie. Iterative: depth is data here, not stack.
import { JsonError } from "./json-error.ts";
import type { JsonLimits } from "./json-limits.ts";
import { NUMBER_BYTES, scanLiteral, scanNumber, scanString } from "./scan-scalar.ts";
import { nameText } from "./string-text.ts";

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

export class JsonScanner {
  readonly #bytes: Uint8Array;
  readonly #limits: JsonLimits;
  /** Of the containers that are open: the byte that closes each, and how much it holds so far. */
  readonly #closers: number[] = [];
  readonly #counts: number[] = [];
  #at = 0;
  #strings = 0;
  #memory = 0;
  #tokens = 0;

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
    this.#open(CLOSE_OBJECT);
    if (this.#closes()) return this.#finish(spans);
    for (;;) {
      this.#skipSpace();
      const nameStart = this.#at;
      const name = nameText(this.#bytes, nameStart, this.#name());
      this.#skipSpace();
      const start = this.#at;
      this.#value();
      // Go takes the last of two in silence; which one a policy's parameters looked at is then anybody's guess.
      if (names.size === names.add(name).size) {
        throw new JsonError("duplicate", "a parameter stands twice in the request");
      }
      spans.push({ name, start, end: this.#at });
      if (this.#closes()) return this.#finish(spans);
      this.#expect(COMMA);
    }
  }

  #finish(spans: MemberSpan[]): MemberSpan[] {
    this.#skipSpace();
    if (this.#at < this.#bytes.length) throw syntax("unexpected text after the document");
    return spans;
  }

  /** One whole value, however deep. */
  #value(): void {
    const floor = this.#closers.length;
    for (;;) {
      this.#skipSpace();
      if (this.#enters()) continue;
      while (this.#closers.length > floor && this.#closes());
      if (this.#closers.length === floor) return;
      this.#expect(COMMA);
      this.#next();
    }
  }

  /** Consumes a scalar or an empty container (false), or goes into a filled one (true). */
  #enters(): boolean {
    const byte = this.#bytes[this.#at];
    if (byte === OPEN_OBJECT) this.#open(CLOSE_OBJECT);
    else if (byte === OPEN_LIST) this.#open(CLOSE_LIST);
    else {
      this.#scalar(byte);
      return false;
    }
    if (this.#closes()) return false;
    this.#next();
    return true;
  }

  #open(closer: number): void {
    this.#at++;
    this.#spend(CONTAINER_MEMORY);
    if (this.#closers.length >= this.#limits.maxDepth) {
      throw new JsonError("shape", `exceeded maximum depth of ${this.#limits.maxDepth}`);
    }
    this.#closers.push(closer);
    this.#counts.push(0);
  }

  /** Whether the innermost container ends here; if so it is left. */
  #closes(): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== this.#closers[this.#closers.length - 1]) return false;
    this.#at++;
    this.#closers.pop();
    this.#counts.pop();
    return true;
  }

  /** Before a value inside a container: counts it, and reads its name in an object. */
  #next(): void {
    if (this.#closers[this.#closers.length - 1] === CLOSE_OBJECT) {
      this.#skipSpace();
      this.#name();
      return;
    }
    if (this.#count() <= this.#limits.maxArrayElements) return;
    this.#skipSpace();
    const most = `more than ${this.#limits.maxArrayElements} elements in an array`;
    if (this.#bytes[this.#at] === QUOTE) throw size(`exceeded maximum number of strings: ${most}`);
    throw size(`exceeded maximum estimated memory limits: ${most}`);
  }

  /** @returns how much the innermost container holds, with what comes now */
  #count(): number {
    const innermost = this.#counts.length - 1;
    const count = (this.#counts[innermost] ?? 0) + 1;
    this.#counts[innermost] = count;
    return count;
  }

  /** @returns where the name ends, its quote included */
  #name(): number {
    if (this.#bytes[this.#at] !== QUOTE) throw syntax("expected a member name");
    if (this.#count() > this.#limits.maxObjectEntries) {
      const most = `more than ${this.#limits.maxObjectEntries} members in an object`;
      throw size(`exceeded maximum number of strings: ${most}`);
    }
    if (this.#string(0) > this.#limits.maxStringBytes) {
      throw new JsonError("shape", `exceeded maximum name length of ${this.#limits.maxStringBytes} bytes`);
    }
    const end = this.#at;
    this.#skipSpace();
    this.#expect(COLON);
    return end;
  }

  #scalar(byte: number | undefined): void {
    if (byte === QUOTE) {
      if (this.#string(VALUE_MEMORY) <= this.#limits.maxStringBytes) return;
      throw size(`exceeded maximum string length of ${this.#limits.maxStringBytes} bytes`);
    }
    this.#spend(VALUE_MEMORY);
    if (byte !== undefined && NUMBER_BYTES[byte]) this.#at = scanNumber(this.#bytes, this.#at);
    else this.#at = scanLiteral(this.#bytes, this.#at);
  }

  /** @returns how many bytes stand between the quotes */
  #string(overhead: number): number {
    const end = scanString(this.#bytes, this.#at);
    const length = end - this.#at - 2;
    this.#at = end;
    if (++this.#strings > this.#limits.maxStrings) {
      throw size(`exceeded maximum number of strings: ${this.#limits.maxStrings}`);
    }
    this.#spend(overhead + length);
    return length;
  }

  #spend(memoryBytes: number): void {
    if (++this.#tokens > this.#limits.maxTokens) {
      throw size(`exceeded maximum estimated memory limits: more than ${this.#limits.maxTokens} values`);
    }
    this.#memory += memoryBytes;
    if (this.#memory > this.#limits.maxMemoryBytes) {
      throw size(`exceeded maximum estimated memory limits: ${this.#limits.maxMemoryBytes} bytes`);
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

function syntax(what: string): JsonError {
  return new JsonError("syntax", what);
}

function size(what: string): JsonError {
  return new JsonError("size", what);
}
