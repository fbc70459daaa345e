// Which declared path an engine-relative request path belongs to, and what its segments capture. Patterns are compiled
// once per engine type; literal segments beat captured ones, longer patterns beat shorter.
import { assert } from "#base/assert.ts";
import type { AnyPath } from "#contract/path.ts";

interface Segment {
  literal: string | undefined;
  capture: string | undefined;
  isRest: boolean;
}

interface CompiledPath<E> {
  path: AnyPath<E>;
  segments: readonly Segment[];
  hasRest: boolean;
}

export interface PathMatch<E> {
  path: AnyPath<E>;
  captured: ReadonlyMap<string, string>;
  /** The path with caseless names as they are meant, where it was written otherwise. */
  meant?: string;
}

/** Names that URLs, storage and policies agree on without escaping; Vault's generic name. */
const NAME = /^\w(?:[\w.@-]*\w)?$/;

export class PathMatcher<E> {
  readonly #byFirst = new Map<string, CompiledPath<E>[]>();
  readonly #open: CompiledPath<E>[] = [];

  constructor(paths: readonly AnyPath<E>[]) {
    const compiled = paths.map((path) => compile(path)).sort(moreSpecificFirst);
    for (const entry of compiled) {
      const first = entry.segments[0]?.literal;
      if (first === undefined) this.#open.push(entry);
      else this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), entry]);
    }
  }

  /** @param relative the path below the mount; a list's trailing slash is part of a `:rest*` only */
  match(relative: string): PathMatch<E> | undefined {
    const segments = relative.split("/");
    return matchAmong(this.#byFirst.get(segments[0] ?? ""), segments) ?? matchAmong(this.#open, segments);
  }
}

function matchAmong<E>(
  entries: readonly CompiledPath<E>[] = [],
  segments: readonly string[],
): PathMatch<E> | undefined {
  for (const entry of entries) {
    const captured = capture(entry, segments);
    if (captured)
      return entry.path.caseless ? asMeant(entry, captured, segments) : { path: entry.path, captured };
  }
  return undefined;
}

/** One name for all its spellings. Segments are ASCII, so lower case is one letter for one. */
function asMeant<E>(
  { path, segments: declared }: CompiledPath<E>,
  captured: Map<string, string>,
  segments: readonly string[],
): PathMatch<E> {
  for (const name of path.caseless ?? []) captured.set(name, captured.get(name)?.toLowerCase() ?? "");
  const meant = segments.map((word, at) => captured.get(declared[at]?.capture ?? "") ?? word);
  const isMeant = meant.every((word, at) => word === segments[at]);
  return isMeant ? { path, captured } : { path, captured, meant: meant.join("/") };
}

function compile<E>(path: AnyPath<E>): CompiledPath<E> {
  const segments = path.pattern.split("/").map((word): Segment => {
    const isRest = word.endsWith("*");
    if (!word.startsWith(":")) return { literal: word, capture: undefined, isRest: false };
    const name = word.slice(1, isRest ? -1 : undefined);
    assert(Object.hasOwn(path.fields, name), `path ${path.pattern} declares the field ${name}`);
    return { literal: undefined, capture: name, isRest };
  });
  for (const name of path.caseless ?? []) {
    assert(
      segments.some((segment) => segment.capture === name && !segment.isRest),
      `in ${path.pattern} the caseless ${name} is one segment`,
    );
  }
  const restAt = segments.findIndex((segment) => segment.isRest);
  assert(restAt < 0 || restAt === segments.length - 1, `in ${path.pattern} the rest comes last`);
  return { path, segments, hasRest: restAt >= 0 };
}

function moreSpecificFirst<E>(a: CompiledPath<E>, b: CompiledPath<E>): number {
  const shape = (entry: CompiledPath<E>): string =>
    entry.segments
      .map((segment) => (segment.isRest ? "2" : segment.literal === undefined ? "1" : "0"))
      .join("");
  return shape(a) < shape(b) ? -1 : shape(a) > shape(b) ? 1 : 0;
}

function capture<E>(entry: CompiledPath<E>, words: readonly string[]): Map<string, string> | undefined {
  const fixed = entry.hasRest ? entry.segments.length - 1 : entry.segments.length;
  const isList = words.at(-1) === "";
  const given = isList && !entry.hasRest ? words.length - 1 : words.length;
  if (entry.hasRest ? given < fixed : given !== fixed) return undefined;
  const captured = new Map<string, string>();
  for (let at = 0; at < fixed; at++) {
    const segment = entry.segments[at];
    const word = words[at] ?? "";
    if (segment?.literal !== undefined && segment.literal !== word) return undefined;
    if (segment?.capture === undefined) continue;
    if (!NAME.test(word)) return undefined;
    captured.set(segment.capture, word);
  }
  const rest = entry.hasRest ? entry.segments[fixed]?.capture : undefined;
  if (rest !== undefined) captured.set(rest, words.slice(fixed).join("/"));
  return captured;
}
