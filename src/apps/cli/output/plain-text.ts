// A JSON value as Vault's tables show it, which is how Go prints it: map[a:1 b:2], [x y], <nil>.
import { isRawNumber, type Json, type JsonObject } from "#client/json-text.ts";

export function plainText(value: Json | undefined): string {
  if (value === undefined || value === null) return "<nil>";
  if (typeof value === "string") return value;
  if (isRawNumber(value)) return value.rawJSON;
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(plainText).join(" ")}]`;
  const object = value as JsonObject;
  const members = Object.keys(object).sort();
  return `map[${members.map((name) => `${name}:${plainText(object[name])}`).join(" ")}]`;
}

/** A list of names with quotes, as policies are shown: ["default" "root"]. */
export function quotedList(names: readonly string[] | undefined): string {
  return `[${(names ?? []).map((name) => JSON.stringify(name)).join(" ")}]`;
}
