// `vault:v<version>:<base64>`: how ciphertexts, signatures and authentication codes are written (vault-api.md §4.13).
// Reading is strict: what `versionPrefix` would not write is malformed, in whichever of a hundred ways.
import { decodeBase64, decodeBase64Url, utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Field } from "#contract/fields/field.ts";
import { jsonOf } from "#contract/fields/scalars.ts";
import type { Parameter } from "#contract/request.ts";
import { decodeBase64Bytes } from "#kit/json/base64-bytes.ts";
import type { TransitKey } from "./keys/transit-key.ts";

export interface VersionedBytes {
  version: number;
  bytes: Uint8Array;
}

/** Something was given, but not in this form. */
export const MALFORMED = "malformed";
/** Nothing was given. */
export const MISSING = "missing";
export type VersionedText = VersionedBytes | typeof MALFORMED | typeof MISSING;

export function versionPrefix(version: number): string {
  return `vault:v${version}:`;
}

const PREFIX = utf8("vault:v");
const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const MAX_DIGITS = 9;

/** A ciphertext. Its form is judged by who uses it: all bad ones get one answer. */
export function versionedText(description: string): Field<VersionedText> {
  return { type: "string", description, expected: "a string", parse: parseParameter };
}

function parseParameter(parameter: Parameter): VersionedText {
  if (!(parameter instanceof RawJson)) return parseVersioned(parameter, decodeBase64);
  const { bytes } = parameter;
  const isPlain = bytes[0] === QUOTE && !bytes.includes(BACKSLASH);
  return isPlain ? parseBytes(bytes) : parseVersioned(jsonOf(parameter), decodeBase64);
}

/** A JSON string without escapes, its quotes included. */
function parseBytes(json: Uint8Array): VersionedText {
  if (json.length === 2) return MISSING;
  for (let at = 0; at < PREFIX.length; at++) if (json[at + 1] !== PREFIX[at]) return MALFORMED;
  const digitsAt = 1 + PREFIX.length;
  let at = digitsAt;
  let version = 0;
  for (; at - digitsAt < MAX_DIGITS; at++) {
    const digit = (json[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) break;
    version = version * 10 + digit;
  }
  if (json[digitsAt] === ZERO || at === digitsAt || json[at] !== COLON) return MALFORMED;
  const bytes = decodeBase64Bytes(json, at + 1, json.length - 1);
  return bytes ? { version, bytes } : MALFORMED;
}

/** The same of a string, by either alphabet. */
export function parseVersioned(
  text: unknown,
  decode: (base64: string) => Uint8Array | undefined,
): VersionedText {
  if (text === undefined || text === null || text === "") return MISSING;
  const [, digits, base64] = /^vault:v([1-9]\d{0,8}):([^:]*)$/.exec(String(text)) ?? [];
  const bytes = base64 === undefined ? undefined : decode(base64);
  return bytes ? { version: Number(digits), bytes } : MALFORMED;
}

export const decoders = { asn1: decodeBase64, jws: decodeBase64Url } as const;

/**
 * What was read, if this key may be asked about it.
 * @throws VaultError invalid_request with `refusal` for everything malformed and for versions that are yet to come
 */
export function demandReadable(key: TransitKey, text: VersionedText, refusal: string): VersionedBytes {
  if (typeof text === "string" || text.version > key.latest) throw new VaultError("invalid_request", refusal);
  const { minDecryption, minAvailable } = key.settings;
  if (text.version >= Math.max(minDecryption, minAvailable)) return text;
  throw new VaultError(
    "invalid_request",
    "ciphertext or signature version is disallowed by policy (too old)",
  );
}
