// A 256-bit key as people write it: 64 hexadecimal digits, base64 in either alphabet, or the 32 bytes themselves.
import { decodeBase64, decodeBase64Url, decodeHex, utf8Text } from "#base/bytes.ts";

const KEY_BYTES = 32;

/** @param content of a file or a value; `undefined` when it holds no such key */
export function decodeAesKey(content: Uint8Array): Uint8Array | undefined {
  if (content.length === KEY_BYTES) return content;
  const text = asciiText(content)?.trim();
  if (text === undefined) return undefined;
  const key = decodeText(text);
  return key?.length === KEY_BYTES ? key : undefined;
}

function decodeText(text: string): Uint8Array | undefined {
  switch (text.length) {
    case 64:
      return decodeHex(text);
    case 44:
      return decodeBase64(text);
    case 43:
      return decodeBase64Url(text);
    default:
      return undefined;
  }
}

function asciiText(content: Uint8Array): string | undefined {
  return content.every((byte) => byte < 0x80) ? utf8Text(content) : undefined;
}
