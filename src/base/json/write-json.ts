// JSON values to bytes, where parts may already be JSON bytes (RawJson) and go out as they are.
import { type JsonValue, RawJson } from "./raw-json.ts";

type Piece = string | Uint8Array;
const encoder = new TextEncoder();

/** The value as UTF-8 JSON text. `undefined` members are left out. */
export function encodeJson(value: JsonValue): Uint8Array {
  return new JsonText().value(value).bytes();
}

/** Builds JSON text piece by piece. */
export class JsonText {
  readonly #pieces: Piece[] = [];
  #text = "";
  #rawBytes = 0;

  /** Text that is JSON already. */
  literal(text: string): this {
    this.#text += text;
    return this;
  }

  value(value: JsonValue): this {
    if (value instanceof RawJson) return this.#raw(value.bytes);
    if (value === null || typeof value !== "object") return this.literal(JSON.stringify(value));
    return Array.isArray(value) ? this.#list(value) : this.#object(value as Record<string, JsonValue>);
  }

  #raw(bytes: Uint8Array): this {
    this.#pieces.push(this.#text, bytes);
    this.#rawBytes += bytes.length;
    this.#text = "";
    return this;
  }

  #list(list: readonly JsonValue[]): this {
    this.#text += "[";
    list.forEach((item, at) => {
      if (at > 0) this.#text += ",";
      this.value(item);
    });
    return this.literal("]");
  }

  #object(members: Readonly<Record<string, JsonValue | undefined>>): this {
    let separator = "{";
    for (const name of Object.keys(members)) {
      const member = members[name];
      if (member === undefined) continue;
      this.#text += `${separator}${JSON.stringify(name)}:`;
      separator = ",";
      this.value(member);
    }
    return this.literal(separator === "{" ? "{}" : "}");
  }

  bytes(): Uint8Array {
    if (this.#pieces.length === 0) return encoder.encode(this.#text);
    this.#pieces.push(this.#text);
    let room = this.#rawBytes;
    for (const piece of this.#pieces) if (typeof piece === "string") room += piece.length * 3;
    const whole = new Uint8Array(room);
    let at = 0;
    for (const piece of this.#pieces) {
      if (typeof piece === "string") at += encoder.encodeInto(piece, whole.subarray(at)).written;
      else {
        whole.set(piece, at);
        at += piece.length;
      }
    }
    return whole.subarray(0, at);
  }
}
