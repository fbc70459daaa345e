// Reads the files of raft-traces: commands with arguments and input, each followed by the output it must give.

/** `key`, `key=value` or `key=(value, value)`. */
export interface TraceArgument {
  readonly key: string;
  readonly values: readonly string[];
}

export interface TraceCase {
  /** Line of the command, from 1. */
  readonly line: number;
  readonly command: string;
  readonly args: readonly TraceArgument[];
  readonly input: string;
  readonly expected: readonly string[];
}

const SEPARATOR = "----";

export function parseTrace(text: string): TraceCase[] {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const cases: TraceCase[] = [];
  let at = 0;
  while (at < lines.length) {
    const start = lines[at]?.trim() ?? "";
    if (start === "" || start.startsWith("#")) {
      at++;
      continue;
    }
    const line = at + 1;
    let directive = start;
    while (directive.endsWith("\\")) directive = `${directive.slice(0, -1)} ${lines[++at]?.trim() ?? ""}`;
    at++;
    const input: string[] = [];
    while (at < lines.length && lines[at] !== SEPARATOR) input.push(lines[at++] ?? "");
    if (at >= lines.length) throw new Error(`line ${line}: no ${SEPARATOR} follows "${directive}"`);
    const output = readOutput(lines, at + 1);
    at = output.end;
    cases.push({
      line,
      ...parseDirective(directive),
      input: input.join("\n").trim(),
      expected: output.lines,
    });
  }
  return cases;
}

/** Output ends at a blank line; output that holds blank lines stands between doubled separators. */
function readOutput(lines: readonly string[], start: number): { lines: string[]; end: number } {
  const output: string[] = [];
  let at = start;
  if (lines[at] === SEPARATOR) {
    at++;
    while (at < lines.length && !(lines[at] === SEPARATOR && lines[at + 1] === SEPARATOR)) {
      output.push(lines[at++] ?? "");
    }
    return { lines: output, end: at + 2 };
  }
  while (at < lines.length && lines[at] !== "") output.push(lines[at++] ?? "");
  return { lines: output, end: at };
}

function parseDirective(directive: string): { command: string; args: TraceArgument[] } {
  const words = directive.match(/[^\s=]+=\([^)]*\)|\S+/g) ?? [];
  const args = words.slice(1).map((word): TraceArgument => {
    const equals = word.indexOf("=");
    if (equals < 0) return { key: word, values: [] };
    const value = word.slice(equals + 1);
    const list = value.length > 2 && value.startsWith("(") && value.endsWith(")");
    const values = list ? value.slice(1, -1).split(",") : [value];
    return { key: word.slice(0, equals), values: values.map((part) => part.trim()) };
  });
  return { command: words[0] ?? "", args };
}
