// A body to parameters. JSON whatever the content type says (curl sends the form type), except a real form; limits are
// checked on the bytes before anything is made of them (CVE-2025-6203).
import { JsonError } from "#base/json/json-error.ts";
import type { JsonLimits } from "#base/json/json-limits.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { JsonScanner } from "#base/json/scan-json.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Parameter } from "#contract/request.ts";
import { NO_PARAMETERS, parseQuery } from "./query.ts";

const FORM = "application/x-www-form-urlencoded";
const OPEN_OBJECT = 0x7b;
const OPEN_LIST = 0x5b;
/** Spaces around it included. */
const MOST_OF_NULL = 16;

/** @throws VaultError invalid_request, too_large */
export function parseBody(
  body: Uint8Array,
  contentType: string | undefined,
  limits: JsonLimits,
): ReadonlyMap<string, Parameter> {
  const first = firstLetter(body);
  if (first === undefined) return NO_PARAMETERS;
  if (contentType?.startsWith(FORM) && first !== OPEN_OBJECT && first !== OPEN_LIST) return parseForm(body);
  return isNull(body) ? NO_PARAMETERS : parseJson(body, limits);
}

/** What Go's client sends for a write without data (`vault write -f`). */
function isNull(body: Uint8Array): boolean {
  return body.length < MOST_OF_NULL && new TextDecoder().decode(body).trim() === "null";
}

function firstLetter(body: Uint8Array): number | undefined {
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
  }
  return undefined;
}

function parseJson(body: Uint8Array, limits: JsonLimits): ReadonlyMap<string, Parameter> {
  const parameters = new Map<string, Parameter>();
  try {
    for (const { name, start, end } of new JsonScanner(body, limits).members()) {
      parameters.set(name, new RawJson(body.subarray(start, end)));
    }
  } catch (error) {
    throw error instanceof JsonError ? refusalOf(error) : error;
  }
  return parameters;
}

function refusalOf({ kind, message }: JsonError): VaultError {
  return new VaultError(
    kind === "size" ? "too_large" : "invalid_request",
    `failed to parse JSON input: ${message}`,
  );
}

function parseForm(body: Uint8Array): ReadonlyMap<string, Parameter> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new VaultError("invalid_request", "the form is not valid UTF-8");
  }
  return joined(parseQuery(text, "form"));
}

/** A form's repeated field is a list with commas: whoever takes lists takes those (vault-api.md §2.2). */
function joined(fields: ReadonlyMap<string, Parameter>): ReadonlyMap<string, Parameter> {
  return new Map([...fields].map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value]));
}
