import type { RawJson } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { JsonBytes } from "../json/json-bytes.ts";

/** Bytes as a client wants to see them. @throws VaultError invalid_request */
export function encodeAs(format: string, bytes: Uint8Array): string | RawJson {
  if (format === "hex") return bytes.toHex();
  if (format === "base64") return new JsonBytes(bytes.length * 2 + 16).base64(bytes).finish();
  throw new VaultError("invalid_request", 'unsupported encoding format; must be "hex" or "base64"');
}
