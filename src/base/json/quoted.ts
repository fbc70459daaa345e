// Text to JSON strings. Most texts of an answer are short and plain, and the same names come again and again: a look at
// their letters costs less than a call of JSON.stringify.

const LONGEST_PLAIN = 64;
const MOST_NAMES = 1024;
const LONGEST_NAME = 64;
const names = new Map<string, string>();

export function quoted(text: string): string {
  return text.length <= LONGEST_PLAIN && isPlain(text) ? `"${text}"` : JSON.stringify(text);
}

/** A member's name and its colon. Names may come from clients, so only so many are remembered. */
export function quotedName(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const made = `${JSON.stringify(name)}:`;
  if (names.size < MOST_NAMES && name.length <= LONGEST_NAME) names.set(name, made);
  return made;
}

/** Printable ASCII that needs no escape. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter < 0x20 || letter > 0x7e || letter === 0x22 || letter === 0x5c) return false;
  }
  return true;
}
