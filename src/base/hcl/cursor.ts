// A place in a text that knows its line and column; the parsers of HCL and JSON both move one.
import type { HclPosition } from "./ast.ts";
import { HclError } from "./hcl-error.ts";

export class Cursor {
  readonly text: string;
  readonly #source: string;
  #offset = 0;
  #line = 1;
  #lineStart = 0;
  /** Kept, not looked for anew, so that one endless line costs no more than many short ones. */
  #nextNewline: number;

  constructor(text: string, source: string) {
    this.text = text;
    this.#source = source;
    this.#nextNewline = newlineFrom(text, 0);
  }

  get offset(): number {
    return this.#offset;
  }

  get atEnd(): boolean {
    return this.#offset >= this.text.length;
  }

  /** The UTF-16 unit here, or `ahead` of here; NaN beyond the end. */
  code(ahead = 0): number {
    return this.text.charCodeAt(this.#offset + ahead);
  }

  /** Moves forward, counting the lines passed. */
  moveTo(offset: number): void {
    while (this.#nextNewline < offset) {
      this.#line++;
      this.#lineStart = this.#nextNewline + 1;
      this.#nextNewline = newlineFrom(this.text, this.#lineStart);
    }
    this.#offset = offset;
  }

  skip(length: number): void {
    this.moveTo(this.#offset + length);
  }

  /** Moves past spaces, tabs and ends of lines: the blanks of HCL and JSON alike. */
  skipBlanks(): void {
    let offset = this.#offset;
    let code = this.text.charCodeAt(offset);
    while (code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d) {
      offset++;
      code = this.text.charCodeAt(offset);
    }
    this.moveTo(offset);
  }

  /** Moves to the end of the line. */
  skipLine(): void {
    this.#offset = Math.min(this.#nextNewline, this.text.length);
  }

  /** Moves past what a sticky expression matches here; `undefined` when it matches nothing. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.skip(found.length);
    return found;
  }

  position(): HclPosition {
    return { source: this.#source, line: this.#line, column: this.#offset - this.#lineStart + 1 };
  }

  /** A refusal here, or further on at `offset`. */
  error(reason: string, offset = this.#offset): HclError {
    this.moveTo(offset);
    return new HclError("syntax", this.position(), reason);
  }
}

function newlineFrom(text: string, offset: number): number {
  const found = text.indexOf("\n", offset);
  return found === -1 ? Number.POSITIVE_INFINITY : found;
}
