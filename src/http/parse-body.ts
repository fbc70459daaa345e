// A body to parameters. JSON whatever the content type says (curl sends the form type), except a real form; limits are
// checked on the bytes before anything is made of them (CVE-2025-6203).
import { JsonError } from "#base/json/json-error.ts";
import { DEFAULT_JSON_LIMITS } from "#base/json/json-limits.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { JsonScanner } from "#base/json/scan-json.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Parameter } from "#contract/request.ts";
import type { RequestLimits } from "./limits.ts";
import { parseQuery } from "./query.ts";

const FORM = "application/x-www-form-urlencoded";
const OPEN_OBJECT = 0x7b;
const OPEN_LIST = 0x5b;

/** @throws VaultError invalid_request, too_large */
export function parseBody(
  body: Uint8Array,
  contentType: string | undefined,
  limits: RequestLimits,
): Map<string, Parameter> {
  if (body.length === 0) return new Map();
  const first = body.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
  if (first === undefined) return new Map();
  if (contentType?.startsWith(FORM) && first !== OPEN_OBJECT && first !== OPEN_LIST) return parseForm(body);
  return parseJson(body, limits);
}

function parseJson(body: Uint8Array, limits: RequestLimits): Map<string, Parameter> {
  const parameters = new Map<string, Parameter>();
  try {
    const scanner = new JsonScanner(body, {
      ...DEFAULT_JSON_LIMITS,
      maxDepth: limits.maxJsonDepth,
      maxStrings: limits.maxJsonStrings,
      maxMemoryBytes: limits.maxJsonMemoryBytes,
      maxStringBytes: limits.maxBodyBytes,
    });
    for (const { name, start, end } of scanner.members()) {
      parameters.set(name, new RawJson(body.subarray(start, end)));
    }
  } catch (error) {
    throw error instanceof JsonError ? refusalOf(error) : error;
  }
  return parameters;
}

function refusalOf(error: JsonError): VaultError {
  const isSize = error.kind === "limit" && !error.message.includes("depth");
  return new VaultError(
    isSize ? "too_large" : "invalid_request",
    `failed to parse JSON input: ${error.message}`,
  );
}

function parseForm(body: Uint8Array): Map<string, Parameter> {
  try {
    return parseQuery(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    throw error instanceof VaultError
      ? error
      : new VaultError("invalid_request", "failed to parse form input");
  }
}
