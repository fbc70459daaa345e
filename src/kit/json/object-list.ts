// A JSON list of flat objects, as batches are: each object's known members as the bytes that came in. The document has
// been validated when it was read, so this only finds where things lie.
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;

/** Members by name; of two with one name the last counts. */
export type ObjectMembers<Name extends string> = { [N in Name]?: RawJson };

/** Reads lists of objects that have members of these names; others are skipped. */
export class ObjectListReader<Name extends string> {
  readonly #names: readonly { name: Name; bytes: Uint8Array }[];

  constructor(names: readonly Name[]) {
    this.#names = names.map((name) => ({ name, bytes: utf8(name) }));
  }

  /** @returns the objects; the number of the element that is none; `undefined`: no list */
  read({ bytes }: RawJson): ObjectMembers<Name>[] | number | undefined {
    if (bytes[0] !== OPEN_LIST) return undefined;
    const objects: ObjectMembers<Name>[] = [];
    let at = skipSpace(bytes, 1);
    while (at < bytes.length && bytes[at] !== CLOSE_LIST) {
      if (bytes[at] !== OPEN_OBJECT) return objects.length;
      const members: ObjectMembers<Name> = {};
      at = this.#readObject(bytes, at, members);
      objects.push(members);
      at = skipSpace(bytes, at);
      if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1);
    }
    return objects;
  }

  /** @returns where the object ends */
  #readObject(bytes: Uint8Array, start: number, into: ObjectMembers<Name>): number {
    let at = skipSpace(bytes, start + 1);
    while (at < bytes.length && bytes[at] !== CLOSE_OBJECT) {
      const nameEnd = skipString(bytes, at);
      const name = this.#nameAt(bytes, at + 1, nameEnd - 1);
      at = skipSpace(bytes, nameEnd);
      const from = skipSpace(bytes, bytes[at] === COLON ? at + 1 : at);
      at = skipValue(bytes, from);
      if (name !== undefined) into[name] = new RawJson(bytes.subarray(from, at));
      at = skipSpace(bytes, at);
      if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1);
    }
    return at + 1;
  }

  #nameAt(bytes: Uint8Array, start: number, end: number): Name | undefined {
    for (const { name, bytes: wanted } of this.#names) {
      if (wanted.length !== end - start) continue;
      let i = 0;
      while (i < wanted.length && wanted[i] === bytes[start + i]) i++;
      if (i === wanted.length) return name;
    }
    return undefined;
  }
}

function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while ((bytes[at] ?? QUOTE) <= SPACE) at++;
  return at;
}

function skipString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

function skipValue(bytes: Uint8Array, start: number): number {
  if (bytes[start] === QUOTE) return skipString(bytes, start);
  let depth = 0;
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = skipString(bytes, at);
      continue;
    }
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
    else if (depth === 0 && (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_LIST)) return at;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth--;
    else if (depth === 0 && byte !== undefined && byte <= SPACE) return at;
    at++;
  }
  return at;
}
