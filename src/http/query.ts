// Query strings and forms: strict escapes, a repeated name makes a list (vault-api.md §2.2).
import { VaultError } from "#base/vault-error.ts";
import type { Parameter } from "#contract/request.ts";
import { decodeOnce, isPlain } from "./canonical-path.ts";
import { MAX_QUERY_PARAMETERS } from "./limits.ts";

/** @throws VaultError invalid_request */
export function parseQuery(query: string): Map<string, Parameter> {
  const parameters = new Map<string, Parameter>();
  if (query === "") return parameters;
  const parts = query.split("&", MAX_QUERY_PARAMETERS + 1);
  if (parts.length > MAX_QUERY_PARAMETERS) {
    throw new VaultError("invalid_request", `a query has at most ${MAX_QUERY_PARAMETERS} parameters`);
  }
  for (const part of parts) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = decodeText(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? "" : decodeText(part.slice(equals + 1));
    add(parameters, name, value);
  }
  return parameters;
}

function add(parameters: Map<string, Parameter>, name: string, value: string): void {
  const before = parameters.get(name);
  if (before === undefined) parameters.set(name, value);
  else
    parameters.set(
      name,
      typeof before === "string" ? [before, value] : [...(before as readonly string[]), value],
    );
}

function decodeText(text: string): string {
  return isPlain(text) ? text : decodeOnce(text.replaceAll("+", "%20"));
}

const TRUE_WORDS = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const FALSE_WORDS = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/** A Go bool in the query. `undefined`: absent. @throws VaultError invalid_request with no message, as Vault's */
export function queryFlag(parameters: ReadonlyMap<string, Parameter>, name: string): boolean | undefined {
  const value = parameters.get(name);
  if (value === undefined) return undefined;
  if (typeof value === "string" && TRUE_WORDS.has(value)) return true;
  if (typeof value === "string" && FALSE_WORDS.has(value)) return false;
  throw new VaultError("invalid_request", "");
}
