// Query strings and forms: strict escapes, a repeated name makes a list (vault-api.md §2.2).
import { VaultError } from "#base/vault-error.ts";
import type { Parameter } from "#contract/request.ts";
import { MAX_QUERY_PARAMETERS } from "./limits.ts";
import { percentDecode } from "./percent-decode.ts";

export const NO_PARAMETERS: ReadonlyMap<string, Parameter> = new Map();

/** @param what names it in refusals. @throws VaultError invalid_request */
export function parseQuery(query: string, what = "query"): ReadonlyMap<string, Parameter> {
  if (query === "") return NO_PARAMETERS;
  const parameters = new Map<string, Parameter>();
  const parts = query.split("&", MAX_QUERY_PARAMETERS + 1);
  if (parts.length > MAX_QUERY_PARAMETERS) {
    throw new VaultError("invalid_request", `a ${what} has at most ${MAX_QUERY_PARAMETERS} parameters`);
  }
  for (const part of parts) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = decodeText(equals < 0 ? part : part.slice(0, equals), what);
    const value = equals < 0 ? "" : decodeText(part.slice(equals + 1), what);
    add(parameters, name, value);
  }
  return parameters;
}

function add(parameters: Map<string, Parameter>, name: string, value: string): void {
  const before = parameters.get(name);
  if (before === undefined) parameters.set(name, value);
  else if (typeof before === "string") parameters.set(name, [before, value]);
  else (before as string[]).push(value);
}

function decodeText(text: string, what: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  return spaced.includes("%") ? percentDecode(spaced, what) : spaced;
}

const TRUE_WORDS = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const FALSE_WORDS = new Set(["", "0", "f", "F", "FALSE", "false", "False"]);

/** A Go bool in the query; without a value it is false. @throws VaultError invalid_request with no message, as Vault's */
export function queryFlag(parameters: ReadonlyMap<string, Parameter>, name: string): boolean {
  const value = parameters.get(name);
  if (value === undefined) return false;
  if (typeof value === "string" && TRUE_WORDS.has(value)) return true;
  if (typeof value === "string" && FALSE_WORDS.has(value)) return false;
  throw new VaultError("invalid_request", "");
}
