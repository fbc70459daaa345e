// HCL's <<ANCHOR and <<-ANCHOR: whole lines up to one that holds the anchor alone.
import type { Cursor } from "./cursor.ts";

const OPENING = /<<(-?)([\p{L}\p{Nd}_]+)\n/uy;

/** Reads from `<<` to the end of the closing line. @throws HclError */
export function readHeredoc(cursor: Cursor): string {
  const start = cursor.offset;
  OPENING.lastIndex = start;
  const opening = OPENING.exec(cursor.text);
  if (opening === null) throw cursor.error("heredoc must begin with << and a word, alone on its line");
  const anchor = opening[2] ?? "";
  const lines: string[] = [];
  for (let lineStart = start + opening[0].length; ; ) {
    const lineEnd = endOfLine(cursor.text, lineStart);
    const line = cursor.text.slice(lineStart, lineEnd);
    if (line.trim() === anchor && line.endsWith(anchor)) {
      cursor.moveTo(lineEnd);
      return joinLines(lines, line.slice(0, -anchor.length), opening[1] === "-");
    }
    if (lineEnd === cursor.text.length) throw cursor.error(`heredoc ${anchor} is not closed`, start);
    lines.push(line);
    lineStart = lineEnd + 1;
  }
}

/**
 * `indent` is what stands before the closing anchor. The plain form keeps it as a last, unended line; the `-` form
 * takes it off every line, or off none when a line has less.
 */
function joinLines(lines: readonly string[], indent: string, unindent: boolean): string {
  const ended = (line: string): string => `${line}\n`;
  if (!unindent) return lines.map(ended).join("") + indent;
  const everyLineHasIt = lines.every((line) => line.startsWith(indent));
  return lines.map((line) => ended(everyLineHasIt ? line.slice(indent.length) : line)).join("");
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  return newline === -1 ? text.length : newline;
}
