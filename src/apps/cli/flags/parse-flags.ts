// Flags as Go's flag package reads them: `-x`, `--x`, `-x=v`, `-x v`. A command that takes data (`key=value`) stops
// looking for flags at its first argument, as Vault does; any other takes them after its arguments too.
import { CliError } from "../cli-error.ts";
import type { FlagSet, FlagValues } from "./flag.ts";

export interface ParsedFlags<F extends FlagSet> {
  readonly values: FlagValues<F>;
  readonly args: readonly string[];
  /** Arguments of a data command that look like flags and were not read as such. */
  readonly suspicious: readonly string[];
  readonly given: ReadonlySet<string>;
  readonly wantsHelp: boolean;
}

const HELP = new Set(["-h", "--h", "-help", "--help"]);

/** @throws CliError (exit 1) in one line */
export function parseFlags<F extends FlagSet>(
  flags: F,
  words: readonly string[],
  takesData: boolean,
): ParsedFlags<F> {
  const values: Record<string, unknown> = {};
  for (const [name, flag] of Object.entries(flags)) values[name] = flag.absent;
  const names = namesOf(flags);
  const args: string[] = [];
  const given = new Set<string>();
  let wantsHelp = false;
  let index = 0;
  while (index < words.length) {
    const word = words[index++] ?? "";
    const inData = takesData && args.length > 0;
    if (inData || word === "--") {
      args.push(...words.slice(inData ? index - 1 : index));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      args.push(word);
      continue;
    }
    if (HELP.has(word)) {
      wantsHelp = true;
      break;
    }
    const read = readFlag(flags, names, { word, next: words[index] });
    if (read.tookNext) index++;
    values[read.name] = parseValue(flags, read, values[read.name]);
    given.add(read.name);
  }
  const tail = takesData ? args.slice(1) : [];
  const suspicious = tail.filter((word) => word.startsWith("-") && word !== "-");
  return { values: values as FlagValues<F>, args, suspicious, given, wantsHelp };
}

interface ReadFlag {
  readonly name: string;
  readonly word: string;
  readonly text: string;
  readonly tookNext: boolean;
}

function readFlag(
  flags: FlagSet,
  names: ReadonlyMap<string, string>,
  { word, next }: { word: string; next: string | undefined },
): ReadFlag {
  const bare = word.replace(/^--?/, "");
  const at = bare.indexOf("=");
  const written = at < 0 ? bare : bare.slice(0, at);
  const name = names.get(written);
  if (name === undefined) {
    throw new CliError(
      `flag provided but not defined: -${written} (-help lists the flags; put -- before a path that begins with -)`,
    );
  }
  if (at >= 0) return { name, word, text: bare.slice(at + 1), tookNext: false };
  if (flags[name]?.placeholder === undefined) return { name, word, text: "true", tookNext: false };
  if (next === undefined) throw new CliError(`flag needs an argument: -${written}`);
  return { name, word, text: next, tookNext: true };
}

function parseValue(flags: FlagSet, { name, text }: ReadFlag, earlier: unknown): unknown {
  try {
    return flags[name]?.parse(text, earlier);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`invalid value "${text}" for flag -${name}: ${reason}`);
  }
}

function namesOf(flags: FlagSet): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, flag] of Object.entries(flags)) {
    for (const word of [name, ...flag.aliases]) names.set(word, name);
  }
  return names;
}
