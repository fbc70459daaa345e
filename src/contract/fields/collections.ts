import type { JsonObject, JsonValue } from "#base/json/raw-json.ts";
import { RawJson } from "#base/json/raw-json.ts";
import type { Field } from "./field.ts";
import { jsonOf } from "./scalars.ts";

const isText = (value: JsonValue): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** A list of texts, or one text with commas between them. Blanks around and empty ones are dropped. */
export function textList(description: string): Field<readonly string[]> {
  return {
    type: "array",
    description,
    expected: "a list of strings or a comma-separated string",
    parse(parameter) {
      const value = jsonOf(parameter);
      if (value === null) return [];
      if (Array.isArray(value)) return value.every(isText) ? trimmed(value.map(String)) : undefined;
      return isText(value) ? trimmed(String(value).split(",")) : undefined;
    },
  };
}

function trimmed(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== "");
}

export function integerList(description: string): Field<readonly number[]> {
  return {
    type: "array",
    description,
    expected: "a list of integers",
    parse(parameter) {
      const value = jsonOf(parameter);
      if (value === null) return [];
      const items = Array.isArray(value) ? value : typeof value === "string" ? value.split(",") : [value];
      const numbers = items.filter((item) => !isBlank(item)).map(integerOf);
      return numbers.every((number) => number !== undefined) ? numbers : undefined;
    },
  };
}

function isBlank(value: JsonValue): boolean {
  return typeof value === "string" && value.trim() === "";
}

function integerOf(value: JsonValue): number | undefined {
  const isDigits = typeof value === "string" && /^[+-]?\d{1,16}$/.test(value.trim());
  const number = typeof value === "number" || isDigits ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A map of texts, or a list of `name=value`. */
export function textMap(description: string): Field<Readonly<Record<string, string>>> {
  return {
    type: "object",
    description,
    expected: "a map of strings or a list of name=value pairs",
    parse(parameter) {
      const value = jsonOf(parameter);
      if (value === null) return {};
      if (Array.isArray(value)) return mapOfPairs(value);
      if (typeof value === "string") return value === "" ? {} : mapOfPairs(value.split(","));
      return typeof value === "object" ? mapOfMembers(value as JsonObject) : undefined;
    },
  };
}

function mapOfPairs(pairs: readonly JsonValue[]): Record<string, string> | undefined {
  const map: Record<string, string> = Object.create(null);
  for (const pair of pairs) {
    const cut = typeof pair === "string" ? pair.indexOf("=") : -1;
    if (typeof pair !== "string" || cut < 0) return undefined;
    map[pair.slice(0, cut).trim()] = pair.slice(cut + 1).trim();
  }
  return map;
}

function mapOfMembers(members: JsonObject): Record<string, string> | undefined {
  const map: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined || !isText(value)) return undefined;
    map[name] = String(value);
  }
  return map;
}

/** A JSON object. */
export function object(description: string): Field<JsonObject> {
  return {
    type: "object",
    description,
    expected: "an object",
    parse(parameter) {
      const value = jsonOf(parameter);
      if (value === null) return {};
      const isObject = typeof value === "object" && !Array.isArray(value) && !(value instanceof RawJson);
      return isObject ? (value as JsonObject) : undefined;
    },
  };
}
