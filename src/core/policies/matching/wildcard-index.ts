// Finds the best of many wildcard rules for a path. Since the rule whose first wildcard comes later always wins
// (vault-api.md §4.1.3), the best rule is found by stems, from the longest one that the path begins with downwards:
// one binary search, then a walk from stem to shorter stem.
import { grantsSomething } from "../capability-set.ts";
import type { Grant } from "./grant.ts";
import { byPriority, matchesAfterStem, reachesBelow, type WildcardRule } from "./wildcard-rule.ts";

/** Rules with one stem, best first. */
interface Stem {
  readonly text: string;
  readonly rules: WildcardRule[];
  /** The longest other stem that this one begins with. */
  parent: Stem | undefined;
}

export class WildcardIndex {
  /** In order of their text. */
  readonly #stems: readonly Stem[];
  /** Stems under which something may be done, in order. */
  readonly #openStems: readonly string[];

  constructor(rules: readonly WildcardRule[]) {
    this.#stems = stemsOf(rules);
    this.#openStems = this.#stems
      .filter((stem) => stem.rules.some((rule) => grantsSomething(rule.grant.capabilities)))
      .map((stem) => stem.text);
  }

  /** What the best matching rule grants. */
  find(path: string): Grant | undefined {
    for (let stem = this.#longestStemOf(path); stem; stem = stem.parent) {
      for (const rule of stem.rules) if (matchesAfterStem(rule, path)) return rule.grant;
    }
    return undefined;
  }

  /** Whether some rule may be the best for some path that begins with `prefix`, and grants something there. */
  reachesBelow(prefix: string): boolean {
    const next = this.#openStems[countUpTo(this.#openStems, prefix)];
    if (next?.startsWith(prefix)) return true;
    for (let stem = this.#longestStemOf(prefix); stem; stem = stem.parent) {
      for (const rule of stem.rules) {
        const isOpen = grantsSomething(rule.grant.capabilities);
        // It matches all that is below, so no later rule is ever the best there.
        if (rule.pieces.length === 0) return isOpen;
        if (isOpen && reachesBelow(rule, prefix)) return true;
      }
    }
    return false;
  }

  /** The longest stem that `path` begins with. */
  #longestStemOf(path: string): Stem | undefined {
    const stems = this.#stems;
    let low = 0;
    let high = stems.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((stems[middle] as Stem).text <= path) low = middle + 1;
      else high = middle;
    }
    // Whatever `path` begins with, the greatest stem not above `path` begins with too.
    let stem = stems[low - 1];
    if (!stem || path.startsWith(stem.text)) return stem;
    const shared = sharedLength(stem.text, path);
    while (stem && stem.text.length > shared) stem = stem.parent;
    return stem;
  }
}

function stemsOf(rules: readonly WildcardRule[]): Stem[] {
  const byText = new Map<string, Stem>();
  for (const rule of [...rules].sort(byPriority)) {
    const stem = byText.get(rule.stem);
    if (stem) stem.rules.push(rule);
    else byText.set(rule.stem, { text: rule.stem, rules: [rule], parent: undefined });
  }
  const stems = [...byText.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
  let before: Stem | undefined;
  for (const stem of stems) {
    while (before && !stem.text.startsWith(before.text)) before = before.parent;
    stem.parent = before;
    before = stem;
  }
  return stems;
}

function sharedLength(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

/** How many of the sorted `texts` come before `limit`. */
export function countUpTo(texts: readonly string[], limit: string): number {
  let low = 0;
  let high = texts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((texts[middle] as string) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
