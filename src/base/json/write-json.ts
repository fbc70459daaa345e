// JSON values to bytes, where parts may already be JSON bytes (RawJson) and go out as they are.
import { quoted, quotedName } from "./quoted.ts";
import { type JsonValue, RawJson } from "./raw-json.ts";

type Piece = string | Uint8Array;
const encoder = new TextEncoder();
const MOST_UTF8_BYTES = 3;

/** The value as UTF-8 JSON text. `undefined` members are left out. */
export function encodeJson(value: JsonValue): Uint8Array {
  return new JsonText().value(value).bytes();
}

/** Builds JSON text piece by piece. */
export class JsonText {
  readonly #pieces: Piece[] = [];
  #text = "";

  /** Text that is JSON already. */
  literal(text: string): this {
    this.#text += text;
    return this;
  }

  value(value: JsonValue | undefined): this {
    if (typeof value === "string") this.#text += quoted(value);
    else if (value === null || value === undefined) this.#text += "null";
    else if (typeof value !== "object") this.#text += JSON.stringify(value);
    else if (value instanceof RawJson) this.#raw(value.bytes);
    else if (Array.isArray(value)) this.#list(value);
    else this.#object(value as Readonly<Record<string, JsonValue | undefined>>);
    return this;
  }

  /** `,"name":value` for each member: of an object that has been begun. */
  furtherMembers(members: Readonly<Record<string, JsonValue | undefined>>): this {
    for (const name of Object.keys(members)) {
      const member = members[name];
      if (member === undefined) continue;
      this.#text += `,${quotedName(name)}`;
      this.value(member);
    }
    return this;
  }

  #raw(bytes: Uint8Array): void {
    this.#pieces.push(this.#text, bytes);
    this.#text = "";
  }

  #list(list: readonly JsonValue[]): void {
    let separator = "[";
    for (const item of list) {
      this.#text += separator;
      separator = ",";
      this.value(item);
    }
    this.#text += separator === "[" ? "[]" : "]";
  }

  #object(members: Readonly<Record<string, JsonValue | undefined>>): void {
    let separator = "{";
    for (const name of Object.keys(members)) {
      const member = members[name];
      if (member === undefined) continue;
      this.#text += separator + quotedName(name);
      separator = ",";
      this.value(member);
    }
    this.#text += separator === "{" ? "{}" : "}";
  }

  /** What has been built, in order; for who has a better place for it than `bytes`. */
  pieces(): readonly Piece[] {
    this.#pieces.push(this.#text);
    this.#text = "";
    return this.#pieces;
  }

  bytes(): Uint8Array {
    if (this.#pieces.length === 0) return encoder.encode(this.#text);
    const pieces = this.pieces();
    // Most text is ASCII, a byte a letter; there may be too little room, which shows.
    return joined(pieces, 1) ?? joined(pieces, MOST_UTF8_BYTES) ?? new Uint8Array(0);
  }
}

/** `undefined` when the text takes more than so many bytes a letter. */
function joined(pieces: readonly Piece[], bytesPerLetter: number): Uint8Array | undefined {
  let room = 0;
  for (const piece of pieces)
    room += typeof piece === "string" ? piece.length * bytesPerLetter : piece.length;
  const whole = new Uint8Array(room);
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece !== "string") {
      whole.set(piece, at);
      at += piece.length;
      continue;
    }
    const { read, written } = encoder.encodeInto(piece, at === 0 ? whole : whole.subarray(at));
    if (read < piece.length) return undefined;
    at += written;
  }
  return at === room ? whole : whole.subarray(0, at);
}
