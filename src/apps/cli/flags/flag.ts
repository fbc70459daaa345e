// One command-line flag: how its text becomes a value, and what help says about it.
import { describeDurationFault, parseDurationSeconds } from "#base/duration.ts";

export interface Flag<T> {
  readonly help: string;
  /** What stands after `=` in the help; `undefined` when the flag needs no value. */
  readonly placeholder: string | undefined;
  readonly aliases: readonly string[];
  /** The value when the flag is not given. */
  readonly absent: T;
  /** Values that completion offers. */
  readonly choices: readonly string[];
  /** @throws Error that says what is wrong with `text` */
  parse(text: string, earlier: T): T;
}

export type FlagSet = Readonly<Record<string, Flag<unknown>>>;

export type FlagValues<F extends FlagSet> = {
  readonly [Name in keyof F]: F[Name] extends Flag<infer T> ? T : never;
};

interface FlagOptions {
  readonly placeholder?: string;
  readonly aliases?: readonly string[];
  readonly choices?: readonly string[];
}

function flagOf<T>(
  flag: Pick<Flag<T>, "help" | "absent" | "parse">,
  placeholder: string,
  options: FlagOptions = {},
): Flag<T> {
  return { placeholder, aliases: [], choices: [], ...flag, ...options };
}

export function textFlag(help: string, options?: FlagOptions): Flag<string | undefined> {
  return flagOf({ help, absent: undefined, parse: (text: string) => text }, "<string>", options);
}

export function switchFlag(help: string, options: FlagOptions = {}): Flag<boolean> {
  return {
    placeholder: undefined,
    aliases: [],
    choices: [],
    help,
    absent: false,
    parse: parseBoolean,
    ...options,
  };
}

/** A switch that also tells "not given" from "off". */
export function maybeFlag(help: string, options: FlagOptions = {}): Flag<boolean | undefined> {
  return {
    placeholder: undefined,
    aliases: [],
    choices: [],
    help,
    absent: undefined,
    parse: parseBoolean,
    ...options,
  };
}

export function integerFlag(help: string, options?: FlagOptions): Flag<number | undefined> {
  return flagOf({ help, absent: undefined, parse: parseInteger }, "<int>", options);
}

/** Kept as text for the server; bare digits get their unit, seconds. */
export function durationFlag(help: string, options?: FlagOptions): Flag<string | undefined> {
  return flagOf({ help, absent: undefined, parse: parseDuration }, "<duration>", options);
}

/** May be given several times. */
export function textsFlag(help: string, options?: FlagOptions): Flag<readonly string[]> {
  const parse = (text: string, earlier: readonly string[]) => [...earlier, text];
  return flagOf<readonly string[]>({ help, absent: [], parse }, "<string>", options);
}

/** `key=value`, several times. */
export function pairsFlag(help: string, options?: FlagOptions): Flag<Readonly<Record<string, string>>> {
  return flagOf<Readonly<Record<string, string>>>(
    { help, absent: {}, parse: parsePair },
    "<key=value>",
    options,
  );
}

const TRUE = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const FALSE = new Set(["0", "f", "F", "false", "FALSE", "False"]);

export function parseBoolean(text: string): boolean {
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  throw new Error("write true or false");
}

function parseInteger(text: string): number {
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(value)) throw new Error("not a whole number");
  return value;
}

function parseDuration(text: string): string {
  const seconds = parseDurationSeconds(text);
  if (typeof seconds !== "number") throw new Error(describeDurationFault(seconds));
  return /^\d+$/.test(text) ? `${text}s` : text;
}

function parsePair(
  text: string,
  earlier: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const at = text.indexOf("=");
  if (at < 0) throw new Error("write it as key=value");
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
}
