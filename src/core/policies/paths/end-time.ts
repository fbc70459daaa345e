import type { JsonValue } from "#base/json/raw-json.ts";
import type { Field } from "#contract/fields/field.ts";
import { jsonOf } from "#contract/fields/scalars.ts";

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const UNIX_SECONDS = /^\d{1,11}$/;

/** When something ends: RFC 3339 or Unix seconds, as milliseconds; JSON's null: never. */
export function endTime(description: string): Field<number | "never"> {
  return {
    type: "string",
    description,
    expected: "a date and time (RFC 3339, or seconds since 1970)",
    parse: (parameter) => timeOf(jsonOf(parameter)),
  };
}

function timeOf(value: JsonValue): number | "never" | undefined {
  if (value === null) return "never";
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") return undefined;
  if (UNIX_SECONDS.test(text)) return Number(text) * 1000;
  const ms = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
