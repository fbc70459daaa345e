// JSON for people and jq: two spaces, the members of maps in order of their names, numbers as they came.
import { isJsonObject, type Json, stringifyJson } from "#client/json-text.ts";

/** `fixed`: the order of the outermost members is meant, only what is inside them is sorted. */
export function jsonOutput(value: Json, order: "sorted" | "fixed" = "sorted"): string {
  if (order === "fixed" && isJsonObject(value)) {
    const members = Object.entries(value).map(([name, member]): [string, Json] => [name, sorted(member)]);
    return stringifyJson(Object.fromEntries(members), 2);
  }
  return stringifyJson(sorted(value), 2);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name] ?? null)]),
  );
}
