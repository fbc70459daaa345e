// JSON as HCL 1 takes it: the same tree. A member whose value is an object is a block, and may come again.
import { ArgumentNames } from "./argument-names.ts";
import type { HclItem, HclList, HclObject, HclPosition, HclValue } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { HclError } from "./hcl-error.ts";
import type { HclBudget } from "./limits.ts";

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

/** @throws HclError */
export function parseJsonText(cursor: Cursor, budget: HclBudget): HclObject {
  const parser = new JsonParser(cursor, budget);
  return parser.file();
}

class JsonParser {
  readonly #cursor: Cursor;
  readonly #budget: HclBudget;

  constructor(cursor: Cursor, budget: HclBudget) {
    this.#cursor = cursor;
    this.#budget = budget;
  }

  file(): HclObject {
    this.#cursor.skipBlanks();
    const object = this.#object();
    this.#cursor.skipBlanks();
    if (!this.#cursor.atEnd) throw this.#cursor.error("text after the end of the JSON object");
    return object;
  }

  #object(): HclObject {
    const position = this.#open("{");
    const items: HclItem[] = [];
    const names = new ArgumentNames();
    if (!this.#takes("}")) {
      do {
        this.#cursor.skipBlanks();
        const item = this.#member();
        if (item.assigned) names.add(item.keys[0]);
        items.push(item);
      } while (this.#separated("}", position));
    }
    this.#budget.leave();
    return { kind: "object", items, position };
  }

  #member(): HclItem {
    const position = this.#cursor.position();
    this.#budget.countItem(position);
    const name = this.#string();
    if (!this.#takes(":")) throw this.#cursor.error("a colon is expected after a member's name");
    this.#cursor.skipBlanks();
    const value = this.#value();
    return { keys: [{ name, position }], value, assigned: value.kind !== "object" };
  }

  #list(): HclList {
    const position = this.#open("[");
    const values: HclValue[] = [];
    if (!this.#takes("]")) {
      do {
        this.#cursor.skipBlanks();
        this.#budget.countItem(this.#cursor.position());
        values.push(this.#value());
      } while (this.#separated("]", position));
    }
    this.#budget.leave();
    return { kind: "list", values, position };
  }

  #value(): HclValue {
    const cursor = this.#cursor;
    const position = cursor.position();
    switch (cursor.text[cursor.offset]) {
      case "{":
        return this.#object();
      case "[":
        return this.#list();
      case '"':
        return { kind: "string", value: this.#string(), position };
      default:
        return this.#literal(position);
    }
  }

  #literal(position: HclPosition): HclValue {
    const word = this.#cursor.take(WORD);
    if (word === "null") return { kind: "null", position };
    if (word !== undefined) return { kind: "boolean", value: word === "true", position };
    const text = this.#cursor.take(NUMBER);
    if (text === undefined) throw this.#cursor.error("a JSON value is expected here");
    const value = Number(text);
    if (!Number.isFinite(value)) throw new HclError("syntax", position, "number is out of range");
    return { kind: "number", value, text, position };
  }

  #string(): string {
    const cursor = this.#cursor;
    const start = cursor.offset;
    if (cursor.code() !== QUOTE) throw cursor.error("a string in quotes is expected here");
    let end = start + 1;
    for (let code = cursor.text.charCodeAt(end); code !== QUOTE; code = cursor.text.charCodeAt(end)) {
      // NaN, beyond the end, is not at least anything.
      if (!(code >= FIRST_PRINTABLE)) throw cursor.error("string is not closed on its line");
      end += code === BACKSLASH ? 2 : 1;
    }
    const value = unquote(cursor.text.slice(start, end + 1));
    if (value === undefined) throw cursor.error("string holds an escape that names no character");
    cursor.moveTo(end + 1);
    return value;
  }

  #open(bracket: "{" | "["): HclPosition {
    const position = this.#cursor.position();
    if (!this.#takes(bracket)) throw this.#cursor.error(`${bracket} is expected here`);
    this.#budget.enter(position);
    return position;
  }

  /** After a member or value: true at a comma, false at the closing bracket. */
  #separated(closing: "}" | "]", opened: HclPosition): boolean {
    if (this.#takes(",")) return true;
    if (this.#takes(closing)) return false;
    const place = `opened on line ${opened.line}`;
    throw this.#cursor.error(`a comma or ${closing} is expected here, for the bracket ${place}`);
  }

  #takes(character: string): boolean {
    this.#cursor.skipBlanks();
    if (this.#cursor.text[this.#cursor.offset] !== character) return false;
    this.#cursor.skip(1);
    return true;
  }
}

/** Half of a surrogate pair alone (RFC 8259 §8.2) is no text that could be stored or compared. */
function unquote(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === "string" && value.isWellFormed() ? value : undefined;
  } catch {
    return undefined;
  }
}
