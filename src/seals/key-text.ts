// A share or key as people type it (vault-api.md §4.14): what Vault takes, taken the same way, with Vault's refusals.
import { decodeBase64, decodeHex } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";

/** The smallest AES key, for shares of old; and today's key of 32 bytes with a share's coordinate. */
const MIN_BYTES = 16;
const MAX_BYTES = 33;
// Go's decoder skips line ends, which pasted keys carry, and no other white space.
const LINE_ENDS = /[\r\n]+/g;
const BASE64_ONLY = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Hexadecimal if the text is that and of a key's length, else standard base64.
 * @throws VaultError invalid_request when it is absent, neither, too short or too long
 */
export function decodeKeyText(text: string | undefined): Secret {
  if (!text) throw refused("'key' must be specified in request body as JSON, or 'reset' set to true");
  const bytes = decodeKeyHex(text) ?? decodeKeyBase64(text);
  if (!bytes) throw refused("'key' must be a valid hex or base64 string");
  if (bytes.length < MIN_BYTES) throw refused(`invalid key: key is shorter than minimum ${MIN_BYTES} bytes`);
  if (bytes.length > MAX_BYTES) throw refused(`invalid key: key is longer than maximum ${MAX_BYTES} bytes`);
  return new Secret(bytes);
}

function decodeKeyHex(text: string): Uint8Array | undefined {
  const bytes = decodeHex(text);
  return bytes && bytes.length >= MIN_BYTES && bytes.length <= MAX_BYTES ? bytes : undefined;
}

function decodeKeyBase64(text: string): Uint8Array | undefined {
  const joined = text.replace(LINE_ENDS, "");
  return BASE64_ONLY.test(joined) ? decodeBase64(joined) : undefined;
}

function refused(message: string): VaultError {
  return new VaultError("invalid_request", message);
}
