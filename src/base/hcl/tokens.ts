// HCL text cut into tokens, one at a time and one ahead. Comments and white space fall away here.
import type { HclPosition } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { HclError } from "./hcl-error.ts";
import { readHeredoc } from "./heredoc.ts";
import { NUMBER_PATTERN, numberOf } from "./number-literal.ts";
import { readQuotedString } from "./quoted-string.ts";

export type HclToken =
  | { readonly kind: "word" | "string" | "heredoc"; readonly value: string; readonly position: HclPosition }
  | { readonly kind: "number"; readonly value: number; readonly text: string; readonly position: HclPosition }
  | { readonly kind: "{" | "}" | "[" | "]" | "," | "=" | "end"; readonly position: HclPosition };

const HASH = 0x23;
const SLASH = 0x2f;
const STAR = 0x2a;
const WORD = /[\p{L}_][\p{L}\p{Nd}_.-]*/uy;
const WORD_CHARACTER = /[\p{L}\p{Nd}_]/uy;

export class HclTokens {
  readonly #cursor: Cursor;
  #ahead: HclToken | undefined;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  peek(): HclToken {
    this.#ahead ??= this.#scan();
    return this.#ahead;
  }

  next(): HclToken {
    const token = this.peek();
    this.#ahead = undefined;
    return token;
  }

  #scan(): HclToken {
    this.#skipBlanksAndComments();
    const cursor = this.#cursor;
    const position = cursor.position();
    if (cursor.atEnd) return { kind: "end", position };
    const character = cursor.text[cursor.offset];
    switch (character) {
      case "{":
      case "}":
      case "[":
      case "]":
      case ",":
      case "=":
        cursor.skip(1);
        return { kind: character, position };
      case '"':
        return { kind: "string", value: readQuotedString(cursor), position };
      case "<":
        return { kind: "heredoc", value: readHeredoc(cursor), position };
      default:
        return this.#wordOrNumber(position);
    }
  }

  #wordOrNumber(position: HclPosition): HclToken {
    const cursor = this.#cursor;
    const text = cursor.take(NUMBER_PATTERN);
    if (text === undefined) {
      const word = cursor.take(WORD);
      if (word === undefined) throw cursor.error("unexpected character");
      return { kind: "word", value: word, position };
    }
    WORD_CHARACTER.lastIndex = cursor.offset;
    if (WORD_CHARACTER.test(cursor.text)) {
      throw cursor.error('a number runs into a letter; write text such as "10s" in quotes');
    }
    const value = numberOf(text);
    if (value === undefined) throw new HclError("syntax", position, "number cannot be read");
    return { kind: "number", value, text, position };
  }

  #skipBlanksAndComments(): void {
    const cursor = this.#cursor;
    for (;;) {
      cursor.skipBlanks();
      const code = cursor.code();
      if (code === HASH || (code === SLASH && cursor.code(1) === SLASH)) cursor.skipLine();
      else if (code === SLASH && cursor.code(1) === STAR) this.#skipLongComment();
      else return;
    }
  }

  #skipLongComment(): void {
    const end = this.#cursor.text.indexOf("*/", this.#cursor.offset + 2);
    if (end === -1) throw this.#cursor.error("comment is not closed");
    this.#cursor.moveTo(end + 2);
  }
}
