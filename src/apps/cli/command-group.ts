// A word that only leads to further words: `vault kv`.
import type { Command } from "./command.ts";

export interface CommandEntry {
  readonly summary: string;
  /** Loads the command's own file: nothing of a command is read before it is asked for. */
  readonly load: () => Promise<{ readonly command: Command }>;
}

export interface GroupEntry {
  readonly summary: string;
  readonly loadGroup: () => Promise<{ readonly group: CommandGroup }>;
}

/** Started by main.ts, not by the command line: listed here for help and completion. */
export interface ProgramEntry {
  readonly summary: string;
  readonly program: "server" | "local";
}

export type Entry = CommandEntry | GroupEntry | ProgramEntry;

export interface CommandGroup {
  readonly description: readonly string[];
  readonly examples: readonly (readonly [purpose: string, line: string])[];
  readonly entries: Readonly<Record<string, Entry>>;
}
