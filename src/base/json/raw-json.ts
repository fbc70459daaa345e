// JSON text that is carried as the bytes that came in: big numbers survive, and a secret never becomes a string.

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject | RawJson;
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Valid JSON text as bytes. */
export class RawJson {
  readonly bytes: Uint8Array;

  /** @param bytes must have been validated */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The value; numbers lose what a double can not hold. */
  parse(): JsonValue {
    return JSON.parse(decoder.decode(this.bytes)) as JsonValue;
  }

  toJSON(): unknown {
    return JSON.parse(decoder.decode(this.bytes), keepNumberText);
  }
}

// JSON.rawJSON keeps a number's own digits through parse and stringify.
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

function keepNumberText(_name: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === "number" && context?.source !== undefined ? rawJson(context.source) : value;
}

/** Parses JSON so that `JSON.stringify` gives every number back with the digits it came with. */
export function parseKeepingNumbers(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes), keepNumberText);
}
