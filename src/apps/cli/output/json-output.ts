// JSON for people and jq: two spaces, numbers as they came.
import { isJsonObject, type Json, stringifyJson } from "#client/json-text.ts";

export function jsonOutput(value: Json): string {
  return stringifyJson(value, 2);
}

/** The members of all maps in order of their names, as Go prints maps. */
export function sortedMembers(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortedMembers);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sortedMembers(value[name] ?? null)]),
  );
}
