// JSON whose numbers survive: a number that a double cannot hold is kept as the text it came in.

/** A number as written; made by `parseJson`, printed unchanged by `stringifyJson`. */
export interface RawNumber {
  readonly rawJSON: string;
}

export type Json = string | number | boolean | null | RawNumber | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

// ECMAScript's "JSON.parse source text access", which TypeScript's library does not describe yet.
interface SourceTextJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): Json;
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
}
const sourceText = JSON as unknown as SourceTextJson;

/** @throws SyntaxError when `text` is not JSON, RangeError when it is nested too deeply to walk */
export function parseJson(text: string): Json {
  return sourceText.parse(text, (_key, value, context) => {
    if (typeof value !== "number" || context.source === undefined) return value;
    return String(value) === context.source ? value : sourceText.rawJSON(context.source);
  });
}

export function stringifyJson(value: Json, indent?: number): string {
  return JSON.stringify(value, undefined, indent);
}

export function isRawNumber(value: unknown): value is RawNumber {
  return sourceText.isRawJSON(value);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawNumber(value);
}

/** The nearest double of a JSON number of either form; `undefined` for anything else. */
export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === "number") return value;
  return isRawNumber(value) ? Number(value.rawJSON) : undefined;
}
