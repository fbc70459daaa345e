// The leaves of a JSON document. Each function takes where a leaf starts and gives where it ends.
import { JsonError } from "./json-error.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Bytes with which a number may begin. */
export const NUMBER_BYTES: readonly boolean[] = Array.from({ length: 256 }, (_, byte) =>
  "-0123456789".includes(String.fromCharCode(byte)),
);
const ESCAPES: readonly boolean[] = Array.from({ length: 256 }, (_, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)),
);
/** What a hexadecimal digit is worth; NaN for any other byte. */
const HEX_DIGITS: readonly number[] = Array.from({ length: 256 }, (_, byte) =>
  /[0-9a-f]/i.test(String.fromCharCode(byte)) ? Number.parseInt(String.fromCharCode(byte), 16) : Number.NaN,
);

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** @throws JsonError on control characters, bad escapes, lone surrogates and bytes that are not UTF-8 */
export function scanString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  for (;;) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === undefined) throw new JsonError("syntax", "unterminated string");
    if (byte < 0x20) throw new JsonError("syntax", "control character in a string");
    if (byte === BACKSLASH) at = scanEscape(bytes, at);
    else at = byte < 0x80 ? at + 1 : scanUtf8(bytes, at);
  }
}

function scanEscape(bytes: Uint8Array, at: number): number {
  const byte = bytes[at + 1];
  if (byte === 0x75) return scanUnicodeEscape(bytes, at);
  if (byte === undefined || !ESCAPES[byte]) throw new JsonError("syntax", "bad escape in a string");
  return at + 2;
}

/** A surrogate must come with its other half: alone it collapses with others when encoded. */
function scanUnicodeEscape(bytes: Uint8Array, at: number): number {
  const unit = hexUnit(bytes, at + 2);
  if (unit < 0xd800 || unit > 0xdfff) return at + 6;
  const isPair = unit < 0xdc00 && bytes[at + 6] === BACKSLASH && bytes[at + 7] === 0x75;
  const low = isPair ? hexUnit(bytes, at + 8) : 0;
  if (low < 0xdc00 || low > 0xdfff) throw new JsonError("syntax", "lone surrogate in a string");
  return at + 12;
}

function hexUnit(bytes: Uint8Array, start: number): number {
  let unit = 0;
  for (let at = start; at < start + 4; at++) unit = unit * 16 + (HEX_DIGITS[bytes[at] ?? 0] ?? Number.NaN);
  if (Number.isNaN(unit)) throw new JsonError("syntax", "bad escape in a string");
  return unit;
}

/** One multi-byte sequence by the table of RFC 3629 §4: no overlong forms, no surrogates, nothing past U+10FFFF. */
function scanUtf8(bytes: Uint8Array, at: number): number {
  const [length, low, high] = leadByte(bytes[at] ?? 0);
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    const isFine = i === 1 ? byte >= low && byte <= high : byte >= 0x80 && byte <= 0xbf;
    if (!isFine) throw new JsonError("syntax", "invalid UTF-8");
  }
  return at + length;
}

/** Sequence length and the bounds of the second byte. */
function leadByte(byte: number): [number, number, number] {
  if (byte >= 0xc2 && byte <= 0xdf) return [2, 0x80, 0xbf];
  if (byte === 0xe0) return [3, 0xa0, 0xbf];
  if (byte === 0xed) return [3, 0x80, 0x9f];
  if (byte >= 0xe1 && byte <= 0xef) return [3, 0x80, 0xbf];
  if (byte === 0xf0) return [4, 0x90, 0xbf];
  if (byte >= 0xf1 && byte <= 0xf3) return [4, 0x80, 0xbf];
  if (byte === 0xf4) return [4, 0x80, 0x8f];
  throw new JsonError("syntax", "invalid UTF-8");
}

/** @throws JsonError unless it is a number of RFC 8259 §6; its size does not matter, the text is kept */
export function scanNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start;
  if (bytes[at] === 0x30) at++;
  else at = digits(bytes, at);
  if (bytes[at] === 0x2e) at = digits(bytes, at + 1);
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    at++;
    if (bytes[at] === 0x2b || bytes[at] === 0x2d) at++;
    at = digits(bytes, at);
  }
  return at;
}

function digits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at])) at++;
  if (at === start) throw new JsonError("syntax", "bad number");
  return at;
}

const LITERALS = ["true", "false", "null"].map((word) => new TextEncoder().encode(word));

/** @throws JsonError unless it is true, false or null */
export function scanLiteral(bytes: Uint8Array, start: number): number {
  for (const word of LITERALS) {
    if (word.every((byte, i) => bytes[start + i] === byte)) return start + word.length;
  }
  throw new JsonError("syntax", start >= bytes.length ? "unexpected end" : "unexpected character");
}
