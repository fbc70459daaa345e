// Says what was being done when a request failed.
import type { Call } from "./call.ts";
import { CliError } from "./cli-error.ts";
import type { FlagSet } from "./flags/flag.ts";

/** @throws CliError (exit 2) `<what>: <why>`; what is no failure of server or network passes through */
export async function attempt<T>(call: Call<FlagSet>, what: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    // Loaded when something failed: what goes well should start fast.
    const { describeFailure, isFailure } = await import("./describe-failure.ts");
    if (!isFailure(error)) throw error;
    const why = describeFailure(error, { program: call.program, hasToken: await call.hasToken() });
    throw new CliError(what === "" ? why : `${what}: ${why}`, 2, error);
  }
}
