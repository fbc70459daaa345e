// A body that is the client's own data: its members by name, each value as the bytes that came in. Stored one after the
// other, so that reading them back parses nothing. Layout: count(4), then name(4+n) and value(4+n) of each.

import type { ByteReader } from "#base/byte-reader.ts";
import type { ByteWriter } from "#base/byte-writer.ts";
import { utf8, utf8Text } from "#base/bytes.ts";
import { type JsonObject, RawJson } from "#base/json/raw-json.ts";
import { encodeJson } from "#base/json/write-json.ts";
import type { Parameter } from "#contract/request.ts";

/** In the order in which they came. */
export type Members = ReadonlyMap<string, RawJson>;

/** Texts of a form or a query become JSON strings. */
export function membersOf(parameters: ReadonlyMap<string, Parameter>): Members {
  const members = new Map<string, RawJson>();
  for (const [name, value] of parameters) {
    members.set(name, value instanceof RawJson ? value : new RawJson(encodeJson(value)));
  }
  return members;
}

export function writeMembers(out: ByteWriter, members: Members): void {
  out.u32(members.size);
  for (const [name, { bytes }] of members) {
    const nameBytes = utf8(name);
    out.u32(nameBytes.length).raw(nameBytes).u32(bytes.length).raw(bytes);
  }
}

/** The values share memory with what is read. */
export function readMembers(input: ByteReader): Members {
  const members = new Map<string, RawJson>();
  for (let left = input.u32(); left > 0; left--) {
    const name = utf8Text(input.raw(input.u32()));
    members.set(name, new RawJson(input.raw(input.u32())));
  }
  return members;
}

/** As an answer's data. */
export function dataOf(members: Members): JsonObject {
  // No prototype: a member may be called `__proto__`.
  const data: Record<string, RawJson> = Object.create(null);
  for (const [name, value] of members) data[name] = value;
  return data;
}
