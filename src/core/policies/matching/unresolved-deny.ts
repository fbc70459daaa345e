// A deny whose template has no value for this caller. Dropped, it would let through what it was written to stop
// (GHSA-hr5j), so it denies whatever it could deny with any value at all, before every other rule.
import type { PathPattern } from "../document/path-pattern.ts";
import type { TemplatePart } from "../document/path-template.ts";

/** Texts of a path segment with one hole between each two; a single text has none. */
type Segment = readonly [string, ...string[]];

export class UnresolvedDeny {
  readonly #segments: readonly Segment[];
  readonly #isPrefix: boolean;

  constructor(pattern: PathPattern) {
    this.#segments = segmentsOf(pattern.parts);
    this.#isPrefix = pattern.isPrefix;
  }

  covers(path: string): boolean {
    const words = path.split("/");
    const last = this.#segments.length - 1;
    if (this.#isPrefix ? words.length <= last : words.length !== last + 1) return false;
    return this.#segments.every((segment, at) =>
      fits(segment, words[at] ?? "", this.#isPrefix && at === last),
    );
  }
}

function segmentsOf(parts: readonly TemplatePart[]): Segment[] {
  let segment: [string, ...string[]] = [""];
  const segments = [segment];
  for (const part of parts) {
    if (typeof part !== "string") {
      segment.push("");
      continue;
    }
    const [first = "", ...following] = part.split("/");
    segment[segment.length - 1] += first;
    for (const text of following) {
      segment = [text];
      segments.push(segment);
    }
  }
  return segments;
}

/** A hole takes at least one letter. Taking the first place where each text fits never rules out a later one. */
function fits(segment: Segment, word: string, isOpenEnd: boolean): boolean {
  const [first, ...others] = segment;
  if (others.length === 0) return first === "+" || (isOpenEnd ? word.startsWith(first) : word === first);
  if (!word.startsWith(first)) return false;
  const last = isOpenEnd ? undefined : others.pop();
  let at = first.length;
  for (const text of others) {
    if (at === word.length) return false;
    const found = word.indexOf(text, at + 1);
    if (found < 0) return false;
    at = found + text.length;
  }
  return last === undefined || (word.endsWith(last) && word.length - last.length > at);
}
