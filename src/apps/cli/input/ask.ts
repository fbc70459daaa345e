// Questions to the person at the terminal, when there is one.
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import type { FlagSet } from "../flags/flag.ts";

/** @throws CliError when nobody can be asked; `otherwise` says what to do instead */
export async function askHidden(call: Call<FlagSet>, text: string, otherwise: string): Promise<string> {
  if (call.shared["non-interactive"] === true) {
    throw new CliError(
      `"${text.trim().replace(/:$/, "")}" is needed, and -non-interactive forbids to ask: ${otherwise}`,
    );
  }
  if (!call.terminal.stdinIsTty) {
    throw new CliError(
      `"${text.trim().replace(/:$/, "")}" is needed, and standard input is not a terminal: ${otherwise}`,
    );
  }
  return (await call.terminal.ask({ text, hidden: true })).trim();
}

/** One value from standard input, without the line end. */
export async function readOneValue(call: Call<FlagSet>): Promise<string> {
  const bytes = await call.terminal.readInput(1024 * 1024);
  const text = new TextDecoder().decode(bytes).trim();
  if (text === "") throw new CliError("there is nothing on standard input");
  return text;
}

/** A secret among the arguments is in the shell's history: said to a person, not into a script's log. */
export function warnOfSecretInArguments(call: Call<FlagSet>, what: string): void {
  if (!call.terminal.stderrIsTty) return;
  call.warn(
    `WARNING! The ${what} was given as an argument and may be in your shell's history: leave it out to be asked for it.`,
  );
}
