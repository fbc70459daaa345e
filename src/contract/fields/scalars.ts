import { parseDurationSeconds } from "#base/duration.ts";
import { type JsonValue, RawJson } from "#base/json/raw-json.ts";
import type { Parameter } from "../request.ts";
import type { Field } from "./field.ts";

/** What a parameter says, as a JSON value: query texts are strings. */
export function jsonOf(parameter: Parameter): JsonValue {
  return parameter instanceof RawJson ? parameter.parse() : parameter;
}

/** Text; numbers and booleans are taken as their text. */
export function text(description: string): Field<string> {
  return {
    type: "string",
    description,
    expected: "a string",
    parse: (parameter) => textOf(jsonOf(parameter)),
  };
}

function textOf(value: JsonValue): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === null ? "" : undefined;
}

/** Text that is never repeated. */
export function secretText(description: string): Field<string> {
  return { ...text(description), sensitive: true };
}

export function integer(description: string): Field<number> {
  return {
    type: "integer",
    description,
    expected: "an integer",
    parse: (parameter) => integerOf(jsonOf(parameter)),
  };
}

function integerOf(value: JsonValue): number | undefined {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === null || value === "") return 0;
  if (typeof value === "string" && !/^[+-]?\d{1,16}$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) && typeof value !== "object" ? number : undefined;
}

const TRUE_WORDS = ["1", "t", "T", "true", "TRUE", "True"];
const FALSE_WORDS = ["0", "f", "F", "false", "FALSE", "False", ""];

/** Go's strconv.ParseBool, numbers and null. */
export function boolean(description: string): Field<boolean> {
  return {
    type: "boolean",
    description,
    expected: "a boolean",
    parse: (parameter) => booleanOf(jsonOf(parameter)),
  };
}

export function booleanOf(value: JsonValue): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (value === null) return false;
  if (typeof value !== "string") return undefined;
  if (TRUE_WORDS.includes(value)) return true;
  return FALSE_WORDS.includes(value) ? false : undefined;
}

/** Seconds from an integer, a numeric string, a Go duration or whole days. */
export function seconds(description: string): Field<number> {
  return {
    type: "duration",
    description,
    expected: 'a duration in seconds or like "1h30m"',
    parse(parameter) {
      const value = jsonOf(parameter);
      if (value === null) return 0;
      if (typeof value !== "string" && typeof value !== "number") return undefined;
      const parsed = parseDurationSeconds(value);
      return typeof parsed === "number" ? parsed : undefined;
    },
  };
}

/** Any JSON, kept as the bytes that came in. */
export function json(description: string): Field<RawJson> {
  return {
    type: "any",
    description,
    expected: "JSON",
    parse: (parameter) => (parameter instanceof RawJson ? parameter : undefined),
  };
}
