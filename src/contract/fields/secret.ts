import { RawJson } from "#base/json/raw-json.ts";
import { Secret } from "#base/secret.ts";
import type { Field } from "./field.ts";
import { text } from "./scalars.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Text that is a secret: it goes from the request's bytes into a Secret and is no string on the way. */
export function secret(description: string): Field<Secret> {
  const asText = text(description);
  return {
    ...asText,
    sensitive: true,
    parse(parameter) {
      const bytes = parameter instanceof RawJson ? plainContent(parameter.bytes) : undefined;
      if (bytes) return new Secret(bytes);
      const value = asText.parse(parameter);
      return value === undefined ? undefined : Secret.ofText(value);
    },
  };
}

/** A copy of what stands between the quotes; `undefined` where that is not the text itself. */
function plainContent(json: Uint8Array): Uint8Array | undefined {
  const isPlain = json.length >= 2 && json[0] === QUOTE && !json.includes(BACKSLASH);
  return isPlain ? json.slice(1, -1) : undefined;
}
