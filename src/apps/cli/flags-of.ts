// All flags of a command: its own and those it shares with others. Its own win.
import type { Command } from "./command.ts";
import type { FlagSet } from "./flags/flag.ts";
import { httpFlags } from "./flags/http-flags.ts";
import { fieldFlag, formatFlag } from "./flags/output-flags.ts";

export function flagsOf(command: Command): FlagSet {
  return { ...(command.isLocal === true ? {} : httpFlags), ...outputFlagsOf(command), ...command.flags };
}

export function outputFlagsOf({ output }: Command): FlagSet {
  if (output === "plain") return {};
  return output === "format" ? formatFlag : { ...fieldFlag, ...formatFlag };
}
