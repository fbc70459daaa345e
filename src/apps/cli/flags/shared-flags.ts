import type { FlagValues } from "./flag.ts";
import type { httpFlags } from "./http-flags.ts";

/** Flags that a command may or may not have: those for the server, and those for the output. */
export type SharedFlags = Partial<FlagValues<typeof httpFlags>> & {
  readonly format?: string;
  readonly field?: string;
};
