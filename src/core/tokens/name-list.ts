import type { Field } from "#contract/fields/field.ts";
import { jsonOf } from "#contract/fields/scalars.ts";

const MAX_NAMES = 1024;

/**
 * A list of names, or one text with commas between them. Unlike other lists it keeps empty names: `[""]` asks for no
 * policy, `[]` asks nothing, and a root token's child is root only in the second case.
 */
export function nameList(description: string): Field<readonly string[]> {
  return {
    type: "array",
    description,
    expected: `a list of at most ${MAX_NAMES} strings or a comma-separated string`,
    parse(parameter) {
      const value = jsonOf(parameter);
      if (value === null || value === "") return [];
      const items = typeof value === "string" ? value.split(",") : value;
      const isNames = Array.isArray(items) && items.every((item) => typeof item === "string");
      return isNames && items.length <= MAX_NAMES ? items : undefined;
    },
  };
}
