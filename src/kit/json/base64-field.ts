// A parameter that is standard base64: read from the bytes that came in, without a string on the way where it is plain.
import { decodeBase64, EMPTY_BYTES } from "#base/bytes.ts";
import { type JsonValue, RawJson } from "#base/json/raw-json.ts";
import type { Field } from "#contract/fields/field.ts";
import type { Parameter } from "#contract/request.ts";
import { decodeBase64Bytes } from "./base64-bytes.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** null is empty; numbers and booleans are taken as their text, as everywhere. */
export function base64(description: string): Field<Uint8Array> {
  return { type: "string", description, expected: "standard base64", parse: decodeParameter };
}

/** Never put in any message. */
export function secretBase64(description: string): Field<Uint8Array> {
  return { ...base64(description), sensitive: true };
}

function decodeParameter(parameter: Parameter): Uint8Array | undefined {
  if (!(parameter instanceof RawJson)) return decodeText(parameter as string | readonly string[]);
  const { bytes } = parameter;
  const isPlain = bytes[0] === QUOTE && !bytes.includes(BACKSLASH);
  return isPlain ? decodeBase64Bytes(bytes, 1, bytes.length - 1) : decodeText(parameter.parse());
}

/** Some serialisers escape "/" or "+", and Go's decoder skips line breaks. */
function decodeText(value: JsonValue): Uint8Array | undefined {
  if (value === null) return EMPTY_BYTES;
  return typeof value === "object" ? undefined : decodeBase64(String(value));
}
