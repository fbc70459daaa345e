// Standard base64 (RFC 4648 §4) between bytes and the bytes of its text: a secret that comes in JSON and goes out in
// JSON is never a string, which nobody could wipe.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PAD = 0x3d;
const INVALID = 64;

const letters = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const values = new Uint8Array(256).fill(INVALID);
for (let value = 0; value < 64; value++) values[letters[value] ?? 0] = value;

/** Strict: padded, without line breaks or bits that mean nothing. `undefined` for anything else. */
export function decodeBase64Bytes(text: Uint8Array, start = 0, end = text.length): Uint8Array | undefined {
  const length = end - start;
  if (length % 4 !== 0) return undefined;
  const padding = length === 0 ? 0 : text[end - 1] !== PAD ? 0 : text[end - 2] !== PAD ? 1 : 2;
  const out = new Uint8Array((length / 4) * 3 - padding);
  const wholeEnd = padding === 0 ? end : end - 4;
  let at = 0;
  for (let from = start; from < wholeEnd; from += 4) {
    const bits = quantum(text, from, 4);
    if (bits < 0) return undefined;
    out[at++] = bits >> 16;
    out[at++] = bits >> 8;
    out[at++] = bits;
  }
  return padding === 0 || decodeTail(text, wholeEnd, out) ? out : undefined;
}

/** The last group, of two or three letters. */
function decodeTail(text: Uint8Array, from: number, out: Uint8Array): boolean {
  const count = out.length % 3;
  const bits = quantum(text, from, count + 1);
  const unused = count === 1 ? 0xffff : 0xff;
  if (bits < 0 || (bits & unused) !== 0) return false;
  out[out.length - count] = bits >> 16;
  if (count === 2) out[out.length - 1] = bits >> 8;
  return true;
}

/** Up to four letters as 24 bits, from the left; below zero: not of the alphabet. */
function quantum(text: Uint8Array, from: number, count: number): number {
  const a = values[text[from] as number] as number;
  const b = values[text[from + 1] as number] as number;
  const c = count > 2 ? (values[text[from + 2] as number] as number) : 0;
  const d = count > 3 ? (values[text[from + 3] as number] as number) : 0;
  return ((a | b | c | d) & INVALID) !== 0 ? -1 : (a << 18) | (b << 12) | (c << 6) | d;
}

/** How many letters `count` bytes become. */
export function base64Length(count: number): number {
  return Math.ceil(count / 3) * 4;
}

/** Writes the text of `bytes` into `into`. @returns where it ends */
export function encodeBase64Into(bytes: Uint8Array, into: Uint8Array, offset: number): number {
  let at = offset;
  const whole = bytes.length - (bytes.length % 3);
  for (let from = 0; from < whole; from += 3) {
    const bits =
      ((bytes[from] as number) << 16) | ((bytes[from + 1] as number) << 8) | (bytes[from + 2] as number);
    into[at++] = letters[bits >> 18] as number;
    into[at++] = letters[(bits >> 12) & 63] as number;
    into[at++] = letters[(bits >> 6) & 63] as number;
    into[at++] = letters[bits & 63] as number;
  }
  if (whole === bytes.length) return at;
  const first = bytes[whole] as number;
  const second = bytes[whole + 1];
  into[at++] = letters[first >> 2] as number;
  into[at++] = letters[((first & 3) << 4) | ((second ?? 0) >> 4)] as number;
  into[at++] = second === undefined ? PAD : (letters[(second & 15) << 2] as number);
  into[at++] = PAD;
  return at;
}
