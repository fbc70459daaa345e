// HCL's "…": Go's escapes, and `${…}` copied through untouched, quotes and newlines included.
import type { Cursor } from "./cursor.ts";

const QUOTE = 0x22;
const DOLLAR = 0x24;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
  ['"', '"'],
]);
const CODE_ESCAPES: readonly { lead: string; pattern: RegExp; radix: number }[] = [
  { lead: "x", pattern: /x([0-9a-fA-F]{2})/y, radix: 16 },
  { lead: "u", pattern: /u([0-9a-fA-F]{4})/y, radix: 16 },
  { lead: "U", pattern: /U([0-9a-fA-F]{8})/y, radix: 16 },
  { lead: "", pattern: /([0-7]{3})/y, radix: 8 },
];

/** Reads from the opening quote past the closing one. @throws HclError */
export function readQuotedString(cursor: Cursor): string {
  const opening = cursor.offset;
  let value = "";
  let plainFrom = opening + 1;
  let at = plainFrom;
  for (;;) {
    const code = cursor.text.charCodeAt(at);
    if (code === QUOTE) break;
    if (code === NEWLINE || Number.isNaN(code)) {
      throw cursor.error("string is not closed on its line", opening);
    }
    if (code === DOLLAR && cursor.text.charCodeAt(at + 1) === OPEN_BRACE) {
      at = endOfInterpolation(cursor, at);
    } else if (code === BACKSLASH) {
      value += cursor.text.slice(plainFrom, at);
      const read = readEscape(cursor, at);
      value += read.character;
      at = read.end;
      plainFrom = at;
    } else at++;
  }
  value += cursor.text.slice(plainFrom, at);
  cursor.moveTo(at + 1);
  return value;
}

/** The offset after the brace that closes the `${` at `start`. */
function endOfInterpolation(cursor: Cursor, start: number): number {
  let depth = 1;
  let at = start + 2;
  while (depth > 0) {
    const code = cursor.text.charCodeAt(at);
    if (Number.isNaN(code)) throw cursor.error("'${' is not closed", start);
    if (code === OPEN_BRACE) depth++;
    else if (code === CLOSE_BRACE) depth--;
    at++;
  }
  return at;
}

function readEscape(cursor: Cursor, backslash: number): { character: string; end: number } {
  const lead = cursor.text[backslash + 1] ?? "";
  const simple = SIMPLE_ESCAPES.get(lead);
  if (simple !== undefined) return { character: simple, end: backslash + 2 };
  for (const { pattern, radix } of CODE_ESCAPES) {
    pattern.lastIndex = backslash + 1;
    const found = pattern.exec(cursor.text);
    if (found === null) continue;
    const code = Number.parseInt(found[1] ?? "", radix);
    if (!isCharacter(lead, code)) throw cursor.error("escape does not name a character", backslash);
    return { character: String.fromCodePoint(code), end: pattern.lastIndex };
  }
  throw cursor.error("unknown escape in string", backslash);
}

/** Go lets `\x` and octal name single bytes; here text is text, so they stop at ASCII. */
function isCharacter(lead: string, code: number): boolean {
  if (lead !== "u" && lead !== "U") return code < 0x80;
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}
