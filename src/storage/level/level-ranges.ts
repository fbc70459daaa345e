// Ordered walks over LevelDB. Every walk has a limit; listing one level of a deep tree jumps over what lies below.
import type { Level } from "level";
import type { ChildRange, KeyRange, StoredValue } from "../kv-store.ts";
import { decodeStored } from "../state/stored-value.ts";

/** Level as it is in Node; the browser's has no compactRange, so its type leaves it out. */
export type LevelDatabase = Level<string, Uint8Array> & {
  compactRange(start: string, end: string): Promise<void>;
};

export interface LevelReadOptions {
  snapshot?: ReturnType<LevelDatabase["snapshot"]>;
}

const LAST_LETTER = "\u{10ffff}";

function bounds(range: KeyRange): { gt?: string; gte?: string; lt: string; limit: number } {
  const lt = range.prefix + LAST_LETTER;
  return range.after === undefined
    ? { gte: range.prefix, lt, limit: range.limit }
    : { gt: range.after, lt, limit: range.limit };
}

export function keysOf(
  database: LevelDatabase,
  range: KeyRange,
  options: LevelReadOptions,
): Promise<string[]> {
  return database.keys({ ...bounds(range), ...options, fillCache: false }).all();
}

export async function entriesOf(
  database: LevelDatabase,
  range: KeyRange,
  options: LevelReadOptions,
): Promise<[string, StoredValue][]> {
  const rows = await database.iterator({ ...bounds(range), ...options, fillCache: false }).all();
  return rows.map(([key, bytes]) => [key, decodeStored(bytes)]);
}

/** Reads ahead in pages and seeks past a folder as soon as its name is known. */
export async function childrenOf(
  database: LevelDatabase,
  range: ChildRange,
  options: LevelReadOptions,
): Promise<string[]> {
  const { prefix, limit } = range;
  const names: string[] = [];
  const iterator = database.keys({ gte: prefix, lt: prefix + LAST_LETTER, ...options, fillCache: false });
  try {
    if (range.after !== undefined) iterator.seek(behind(prefix, range.after));
    while (names.length < limit) {
      const page = await iterator.nextv(64);
      if (page.length === 0) break;
      const folder = takeNames(page, prefix, { names, limit });
      if (folder !== undefined) iterator.seek(behind(prefix, folder));
    }
  } finally {
    await iterator.close();
  }
  return names;
}

/** Adds names of a page. @returns the folder at which to stop reading and jump, if any */
function takeNames(
  page: readonly string[],
  prefix: string,
  into: { names: string[]; limit: number },
): string | undefined {
  for (const key of page) {
    if (into.names.length >= into.limit) return undefined;
    const rest = key.slice(prefix.length);
    const slash = rest.indexOf("/");
    const name = slash < 0 ? rest : rest.slice(0, slash + 1);
    if (name === "" || into.names.at(-1) === name) continue;
    into.names.push(name);
    if (slash >= 0) return name;
  }
  return undefined;
}

/** The first possible key after child `name`: a folder's keys all begin with it. */
function behind(prefix: string, name: string): string {
  return name.endsWith("/") ? `${prefix}${name.slice(0, -1)}0` : `${prefix}${name}\u0000`;
}
