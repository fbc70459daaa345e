// The value of a secret: a JSON object that is kept as the bytes that came in.
import { RawJson } from "#base/json/raw-json.ts";
import type { Field } from "#contract/fields/field.ts";

const OPEN_OBJECT = 0x7b;
const NULL = [0x6e, 0x75, 0x6c, 0x6c];

export const dataField: Field<RawJson> = {
  type: "object",
  description: "The secret: an object.",
  expected: "an object",
  sensitive: true,
  parse(parameter) {
    if (!(parameter instanceof RawJson)) return undefined;
    const { bytes } = parameter;
    return bytes[0] === OPEN_OBJECT || NULL.every((byte, at) => bytes[at] === byte) ? parameter : undefined;
  },
};
