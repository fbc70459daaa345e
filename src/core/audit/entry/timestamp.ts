// Times stay readable in the audit log: what Go's RFC 3339 layouts would write, and nothing that merely begins so.

const TIMESTAMP =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const SHORTEST = "2006-01-02T15:04:05Z".length;
const LONGEST = "2006-01-02T15:04:05.999999999+07:00".length;
const LETTER_T = 0x54;

export function isTimestamp(text: string): boolean {
  return text.length >= SHORTEST && text.length <= LONGEST && text[10] === "T" && TIMESTAMP.test(text);
}

/** The same of UTF-8 bytes. */
export function isTimestampBytes(bytes: Uint8Array): boolean {
  if (bytes.length < SHORTEST || bytes.length > LONGEST || bytes[10] !== LETTER_T) return false;
  return TIMESTAMP.test(String.fromCharCode(...bytes));
}

/** The time of an entry; entries of one millisecond share the text. */
export class TimeText {
  #ms = Number.NaN;
  #text = "";

  of(wallMs: number): string {
    const ms = Math.floor(wallMs);
    if (ms !== this.#ms) {
      this.#ms = ms;
      this.#text = new Date(ms).toISOString();
    }
    return this.#text;
  }
}

/** Whole seconds, as `token_issue_time` has them. */
export function secondsText(wallMs: number): string {
  return `${new Date(wallMs).toISOString().slice(0, 19)}Z`;
}
