// A rule with `+` segments or a `*` at its end, ready to be compared with paths. No RegExp: every comparison runs
// through the path once, without allocating.
import type { Grant } from "./grant.ts";

const SLASH = "/";

export interface WildcardRule {
  /** Text before the first wildcard: the path must begin with it. */
  readonly stem: string;
  /** What follows each `+`, in order; each begins with a slash or is empty. */
  readonly pieces: readonly string[];
  /** Ends in `*`. */
  readonly isPrefix: boolean;
  /** As written, without the `*`. */
  readonly text: string;
  readonly grant: Grant;
}

/** Whether a rule's path has a `+` that is a whole segment. Elsewhere `+` is a letter. */
export function hasWildcardSegment(text: string): boolean {
  return firstWildcardSegment(text, 0) >= 0;
}

/** @param text without the `*` that `isPrefix` stands for */
export function wildcardRule(text: string, isPrefix: boolean, grant: Grant): WildcardRule {
  const first = firstWildcardSegment(text, 0);
  if (first < 0) return { stem: text, pieces: [], isPrefix, text, grant };
  const pieces: string[] = [];
  for (let at = first; at >= 0; ) {
    const next = firstWildcardSegment(text, at + 1);
    pieces.push(next < 0 ? text.slice(at + 1) : text.slice(at + 1, next));
    at = next;
  }
  return { stem: text.slice(0, first), pieces, isPrefix, text, grant };
}

/** The place of the first `+` at or after `from` that fills its segment; -1: none. */
function firstWildcardSegment(text: string, from: number): number {
  for (let at = text.indexOf("+", from); at >= 0; at = text.indexOf("+", at + 1)) {
    const begins = at === 0 || text[at - 1] === SLASH;
    const ends = at + 1 === text.length || text[at + 1] === SLASH;
    if (begins && ends) return at;
  }
  return -1;
}

/** @param path begins with the rule's stem */
export function matchesAfterStem(rule: WildcardRule, path: string): boolean {
  let at = rule.stem.length;
  for (const piece of rule.pieces) {
    at = endOfSegment(path, at);
    if (!path.startsWith(piece, at)) return false;
    at += piece.length;
  }
  return rule.isPrefix || at === path.length;
}

/** Whether the rule matches some path that begins with `prefix`. @param prefix begins with the rule's stem */
export function reachesBelow(rule: WildcardRule, prefix: string): boolean {
  let at = rule.stem.length;
  for (const piece of rule.pieces) {
    at = endOfSegment(prefix, at);
    if (at === prefix.length) return true;
    const rest = prefix.length - at;
    if (rest <= piece.length) return piece.startsWith(prefix.slice(at));
    if (!prefix.startsWith(piece, at)) return false;
    at += piece.length;
  }
  return rule.isPrefix || at === prefix.length;
}

function endOfSegment(path: string, from: number): number {
  const slash = path.indexOf(SLASH, from);
  return slash < 0 ? path.length : slash;
}

/**
 * Negative: `a` wins over `b` where both match (vault-api.md §4.1.3): the later first wildcard, not ending in `*`,
 * fewer `+`, longer, lexicographically larger.
 */
export function byPriority(a: WildcardRule, b: WildcardRule): number {
  return (
    b.stem.length - a.stem.length ||
    Number(a.isPrefix) - Number(b.isPrefix) ||
    a.pieces.length - b.pieces.length ||
    b.text.length - a.text.length ||
    (a.text > b.text ? -1 : 1)
  );
}
