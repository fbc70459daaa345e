// HCL in its usual form: two spaces a level, one item a line, the = of neighbours below each other. Comments, the
// order of items and the text of every value stay as they are.
import { parseHcl } from "#base/hcl/parse-hcl.ts";
import { parseJson, stringifyJson } from "#client/json-text.ts";
import { type HclPiece, hclPieces } from "./hcl-pieces.ts";

interface Line {
  readonly depth: number;
  readonly blankBefore: boolean;
  /** Of an assignment on one line, which lines up with its neighbours. */
  readonly key: string | undefined;
  readonly text: string;
  comment: string;
}

/** @throws HclError when `text` is not HCL */
export function formatHcl(text: string): string {
  const unix = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  parseHcl(unix);
  if (/^\s*\{/.test(unix)) return `${stringifyJson(parseJson(unix), 2)}\n`;
  const lines = new Formatter(hclPieces(unix)).lines();
  return lines.length === 0 ? "" : `${lines.map((line, index) => render(line, lines, index)).join("\n")}\n`;
}

class Formatter {
  readonly #pieces: readonly HclPiece[];
  readonly #lines: Line[] = [];
  #at = 0;
  #depth = 0;

  constructor(pieces: readonly HclPiece[]) {
    this.#pieces = pieces;
  }

  lines(): Line[] {
    while (this.#at < this.#pieces.length) this.#item();
    return this.#lines;
  }

  #item(): void {
    const piece = this.#take();
    if (piece.kind === "comment") this.#comment(piece);
    else if (piece.text === "}") {
      this.#depth--;
      this.#line("}", { ...piece, linesBefore: 0 });
    } else if (piece.text !== ",") this.#keyed(piece);
  }

  #comment(piece: HclPiece): void {
    const last = this.#lines.at(-1);
    if (piece.linesBefore === 0 && last !== undefined && last.comment === "") last.comment = ` ${piece.text}`;
    else this.#line(piece.text, piece);
  }

  /** `keys {` or `key = value`. */
  #keyed(first: HclPiece): void {
    const keys = [first.text];
    let next = this.#take();
    while (next.text !== "{" && next.text !== "=" && this.#at < this.#pieces.length) {
      keys.push(next.text);
      next = this.#take();
    }
    if (next.text === "{") {
      this.#open(`${keys.join(" ")} {`, first);
      return;
    }
    const value = this.#take();
    if (value.text === "{") this.#open(`${keys.join(" ")} = {`, first);
    else this.#line(value.text === "[" ? this.#list(this.#depth) : value.text, first, keys.join(" "));
  }

  #open(text: string, first: HclPiece): void {
    this.#line(text, first);
    this.#depth++;
  }

  /** On one line when it was, else one element a line. */
  #list(depth: number): string {
    const elements: { text: string; isComment: boolean }[] = [];
    let spread = false;
    for (let piece = this.#take(); piece.text !== "]"; piece = this.#take()) {
      spread ||= piece.linesBefore > 0 || piece.kind === "comment";
      if (piece.text === ",") continue;
      const text =
        piece.text === "[" ? this.#list(depth + 1) : piece.text === "{" ? this.#inlineObject() : piece.text;
      elements.push({ text, isComment: piece.kind === "comment" });
      if (this.#at >= this.#pieces.length) break;
    }
    if (!spread) return `[${elements.map(({ text }) => text).join(", ")}]`;
    const indent = "  ".repeat(depth + 1);
    const lines = elements.map(({ text, isComment }) => `${indent}${text}${isComment ? "" : ","}`);
    return ["[", ...lines, `${"  ".repeat(depth)}]`].join("\n");
  }

  /** An object inside a list stays on its line. */
  #inlineObject(): string {
    const parts: string[] = [];
    for (let depth = 1; depth > 0 && this.#at < this.#pieces.length; ) {
      const piece = this.#take();
      if (piece.text === "{") depth++;
      if (piece.text === "}") depth--;
      if (depth > 0) parts.push(piece.text);
    }
    return `{ ${parts.join(" ").replaceAll(" ,", ",")} }`;
  }

  #line(text: string, piece: HclPiece, key?: string): void {
    const follows = this.#lines.length > 0 && !(this.#lines.at(-1)?.text.endsWith("{") ?? false);
    const blankBefore = follows && piece.linesBefore > 1;
    this.#lines.push({ depth: this.#depth, blankBefore, key, text, comment: "" });
  }

  #take(): HclPiece {
    return this.#pieces[this.#at++] ?? { kind: "punctuation", text: "", linesBefore: 0 };
  }
}

function render(line: Line, lines: readonly Line[], index: number): string {
  const indent = "  ".repeat(line.depth);
  const before = line.blankBefore ? "\n" : "";
  if (line.key === undefined) return `${before}${indent}${line.text}${line.comment}`;
  const width = Math.max(...neighbours(lines, index).map(({ key = "" }) => key.length));
  return `${before}${indent}${line.key.padEnd(width)} = ${line.text}${line.comment}`;
}

/** The assignments that stand together with this one, without a blank or any other line between. */
function neighbours(lines: readonly Line[], index: number): Line[] {
  const isPart = (at: number) => lines[at]?.key !== undefined && !lines[at].text.includes("\n");
  if (!isPart(index)) return [lines[index]].filter((line) => line !== undefined);
  let from = index;
  while (from > 0 && isPart(from - 1) && lines[from]?.blankBefore === false) from--;
  let to = index;
  while (isPart(to + 1) && lines[to + 1]?.blankBefore === false) to++;
  return lines.slice(from, to + 1);
}
