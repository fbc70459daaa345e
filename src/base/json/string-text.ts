// The text of a JSON string that has been scanned. Names are short and plain nearly always, and a decoder's call costs
// more than reading them.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LONGEST_PLAIN = 32;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @param start of the opening quote. @param end after the closing one */
export function nameText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= LONGEST_PLAIN + 2) {
    const plain = plainText(bytes, start + 1);
    if (plain !== undefined) return plain;
  }
  return JSON.parse(decoder.decode(bytes.subarray(start, end))) as string;
}

function plainText(bytes: Uint8Array, start: number): string | undefined {
  let text = "";
  for (let at = start; ; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return text;
    if (byte === BACKSLASH || byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
}
