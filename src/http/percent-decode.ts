import { VaultError } from "#base/vault-error.ts";

/** Decodes percent-escapes to UTF-8, once and strictly. @throws VaultError invalid_request that says of `what` */
export function percentDecode(raw: string, what: string): string {
  for (let at = raw.indexOf("%"); at >= 0; at = raw.indexOf("%", at + 1)) {
    if (!isHexDigit(raw.charCodeAt(at + 1)) || !isHexDigit(raw.charCodeAt(at + 2))) {
      throw new VaultError("invalid_request", `${what} has a malformed percent-escape`);
    }
  }
  try {
    return decodeURIComponent(raw);
  } catch {
    throw new VaultError("invalid_request", `${what} is not valid UTF-8`);
  }
}

function isHexDigit(letter: number): boolean {
  const lower = letter | 0x20;
  return (letter >= 0x30 && letter <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}
