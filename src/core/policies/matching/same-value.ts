// Whether a request's value is among those that a policy lists. No pattern of a user becomes a RegExp: comparing
// takes time linear in what is compared.
import { type JsonObject, type JsonValue, RawJson } from "#base/json/raw-json.ts";
import type { ParameterValue } from "../document/rule.ts";

/**
 * Text matches text by `*` at either end; anything else only what is deeply equal. A list is one value, never looked
 * at element by element (vault-api.md §4.2).
 */
export function isAmong(value: JsonValue, listed: readonly ParameterValue[]): boolean {
  return listed.some((entry) =>
    typeof entry === "string" && typeof value === "string" ? matchesGlob(entry, value) : isSame(entry, value),
  );
}

/** A lone `*` is literal, as in Vault. */
function matchesGlob(pattern: string, text: string): boolean {
  const isOpenStart = pattern.length > 1 && pattern.startsWith("*");
  const isOpenEnd = pattern.length > 1 && pattern.endsWith("*");
  const core = pattern.slice(isOpenStart ? 1 : 0, isOpenEnd ? -1 : undefined);
  if (isOpenStart && isOpenEnd) return text.includes(core);
  if (isOpenStart) return text.endsWith(core);
  return isOpenEnd ? text.startsWith(core) : text === core;
}

/** Deep equality; null equals nothing. */
function isSame(a: ParameterValue, b: JsonValue | undefined): boolean {
  if (typeof a !== "object") return a === b;
  if (b === null || typeof b !== "object") return false;
  if (b instanceof RawJson) return isSame(a, b.parse());
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  }
  return !Array.isArray(b) && isSameObject(a as Record<string, ParameterValue>, b as JsonObject);
}

function isSameObject(a: Readonly<Record<string, ParameterValue>>, b: JsonObject): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(a[name] as ParameterValue, b[name]))
  );
}
