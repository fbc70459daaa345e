// `-help` of a group: what it is about and which commands it has; and what to say about a word it does not know.
import type { CommandGroup } from "../command-group.ts";
import { exampleHelp } from "./example-help.ts";

export interface GroupSubject {
  readonly program: string;
  readonly path: readonly string[];
  readonly group: CommandGroup;
}

export function groupHelp({ program, path, group }: GroupSubject): string {
  const name = [program, ...path].join(" ");
  const title = path.length === 0 ? "Commands" : "Subcommands";
  const words = Object.keys(group.entries);
  const width = Math.max(...words.map((word) => word.length));
  const list = words.map((word) => `    ${word.padEnd(width)}    ${group.entries[word]?.summary}\n`).join("");
  const usage = path.length === 0 ? `${name} <command> [args]` : `${name} <subcommand> [options] [args]`;
  return `Usage: ${usage}\n\n${exampleHelp(program, group)}${title}:\n${list}`;
}

export function unknownCommand({ program, path, group }: GroupSubject, word: string): string {
  const near = Object.keys(group.entries).find((name) => distance(name, word) <= 2);
  const advice = near === undefined ? "" : `; did you mean "${near}"?`;
  return `Unknown command "${word}" for "${[program, ...path].join(" ")}"${advice}\n\n`;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, x] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, y] of [...b].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (x === y ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
