// What a command is: words for help and completion, its flags, and what it does.
import type { Call } from "./call.ts";
import type { FlagSet } from "./flags/flag.ts";

/** What completion offers for an argument. */
export type Prediction =
  | "nothing"
  | "file"
  | "path"
  | "secret mount"
  | "auth mount"
  | "audit device"
  | "policy"
  | readonly string[];

export interface CommandSpec<F extends FlagSet> {
  /** One line for the list of commands. */
  readonly summary: string;
  /** After the command's words: `[options] KEY`. */
  readonly usage: string;
  readonly description: readonly string[];
  /** What it is for, and the words after the program's name. */
  readonly examples: readonly (readonly [purpose: string, line: string])[];
  readonly flags: F;
  /** `fields`: prints a secret, so -field and -format; `format`: only -format; `plain`: neither. */
  readonly output: "fields" | "format" | "plain";
  /** Formats beyond table, json and yaml that have a form here. */
  readonly extraFormats?: readonly ("raw" | "pretty")[];
  readonly least: number;
  readonly most: number;
  /** Takes `key=value` arguments: what follows the first argument is never a flag. */
  readonly takesData?: boolean;
  /** One entry an argument; the last one counts for all further ones. */
  readonly predict?: readonly Prediction[];
  /** Talks to no server: has none of the flags for it. */
  readonly isLocal?: boolean;
  /** @returns the exit code; nothing is 0 */
  run(call: Call<F>): Promise<number | undefined>;
}

export type Command = CommandSpec<FlagSet>;

/** Checks a command's flags against what it does with them, then forgets their types. */
export function defineCommand<const F extends FlagSet>(spec: CommandSpec<F>): Command {
  return spec as unknown as Command;
}
