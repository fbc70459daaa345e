// What to say about a key that its block does not know: it may belong elsewhere, or be misspelt.
import { ALL_STANZAS } from "./all-stanzas.ts";
import type { StanzaShape } from "./reading/key-table.ts";

const MOST_TYPOS = 2;
/** Looking for the nearest key takes time; a file with more unknown ones is no configuration at all. */
const MOST_SEARCHES = 100;

/** One for each reading of a configuration. */
export function unknownKeyAdvisor(): (key: string, shape: StanzaShape) => string {
  let searches = 0;
  return (key, shape) => {
    const home = ALL_STANZAS.find((other) => other !== shape && Object.hasOwn(other.keys, key));
    if (home !== undefined) {
      return `unknown key here; it belongs ${home.title === "" ? "outside any block" : `in ${home.title}`}`;
    }
    const near = searches++ < MOST_SEARCHES ? nearest(key, shape) : undefined;
    return near === undefined ? "unknown key; it has no effect" : `unknown key; did you mean ${near}?`;
  };
}

function nearest(key: string, shape: StanzaShape): string | undefined {
  return Object.keys(shape.keys)
    .map((known) => ({ known, typos: distance(known, key) }))
    .filter(({ known, typos }) => typos <= MOST_TYPOS && typos < known.length / 3)
    .sort((a, b) => a.typos - b.typos)[0]?.known;
}

/** Levenshtein's distance; what lies far apart in length is not worked out. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_TYPOS) return MOST_TYPOS + 1;
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) {
    const above = row;
    row = [index + 1];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[column] ?? 0) + 1, (row[column - 1] ?? 0) + 1));
    }
  }
  return row[b.length] ?? 0;
}
