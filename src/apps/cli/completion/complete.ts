// `complete -C`: the shell gives the line typed so far (COMP_LINE, COMP_POINT), we print what may follow, one a line.
// Whatever goes wrong, the shell must get silence.
import type { Command, Prediction } from "../command.ts";
import type { CommandGroup, Entry } from "../command-group.ts";
import { flagsOf } from "../flags-of.ts";
import { rootGroup } from "../root-group.ts";
import type { Terminal } from "../terminal.ts";
import { predict } from "./predict.ts";

/** @returns the exit code */
export async function complete(terminal: Terminal): Promise<number> {
  const { COMP_LINE: line = "", COMP_POINT: point } = terminal.environment;
  const typed = line.slice(0, point === undefined || !/^\d+$/.test(point) ? undefined : Number(point));
  const words = typed.split(/\s+/).slice(1);
  const last = words.pop() ?? "";
  try {
    const candidates = await candidatesFor(words, last, terminal);
    const stem = stemOf(last);
    const fitting = candidates.filter((text) => text.startsWith(stem)).sort();
    for (const candidate of fitting) terminal.out(`${candidate}\n`);
  } catch {
    // No server, no permission, no such command: nothing to offer.
  }
  return 0;
}

/** Shells take what stands after the = of a flag for a word of its own. */
function stemOf(last: string): string {
  return last.startsWith("-") ? last.slice(last.indexOf("=") + 1) : last;
}

async function candidatesFor(
  words: readonly string[],
  last: string,
  terminal: Terminal,
): Promise<readonly string[]> {
  let group: CommandGroup = rootGroup;
  for (const [index, word] of words.entries()) {
    const entry: Entry | undefined = Object.hasOwn(group.entries, word) ? group.entries[word] : undefined;
    if (entry === undefined || "program" in entry) return [];
    if ("load" in entry) {
      return await candidatesOf((await entry.load()).command, {
        words: words.slice(index + 1),
        last,
        terminal,
      });
    }
    group = (await entry.loadGroup()).group;
  }
  return Object.keys(group.entries);
}

interface Typed {
  readonly words: readonly string[];
  readonly last: string;
  readonly terminal: Terminal;
}

async function candidatesOf(command: Command, { words, last, terminal }: Typed): Promise<readonly string[]> {
  const flags = flagsOf(command);
  const previous = words.at(-1) ?? "";
  const valued = /^--?([^=]+)$/.exec(previous)?.[1];
  const flag = valued === undefined ? undefined : flags[valued];
  if (flag?.placeholder !== undefined) return flag.choices;
  if (last.startsWith("-")) return flagCandidates(flags, last);
  const args = words.filter((word, index) => !word.startsWith("-") && !takesNext(flags, words[index - 1]));
  return await predict(predictionFor(command, args.length), { last, terminal });
}

function flagCandidates(flags: ReturnType<typeof flagsOf>, last: string): string[] {
  const [name = "", value] = last.replace(/^--?/, "").split("=", 2);
  if (value === undefined) return Object.keys(flags).map((flag) => `-${flag}`);
  return [...(flags[name]?.choices ?? [])];
}

function takesNext(flags: ReturnType<typeof flagsOf>, word: string | undefined): boolean {
  if (word === undefined || !word.startsWith("-") || word.includes("=")) return false;
  return flags[word.replace(/^--?/, "")]?.placeholder !== undefined;
}

function predictionFor({ predict: predictions = [], most }: Command, index: number): Prediction {
  if (index >= most) return "nothing";
  return predictions[index] ?? predictions.at(-1) ?? "nothing";
}
