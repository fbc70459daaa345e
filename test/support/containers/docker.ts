import { spawn } from "node:child_process";

export interface CommandOutcome {
  readonly code: number | null;
  /** Both streams, in the order in which they came. */
  readonly output: string;
}

/** Runs a command of the engine's client, or of compose. Never rejects for an exit code. */
export function outcomeOf(
  command: string,
  args: readonly string[],
  env = process.env,
): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env });
    let output = "";
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** @returns what it printed, trimmed. @throws Error with that when it fails */
export async function docker(...args: readonly string[]): Promise<string> {
  const { code, output } = await outcomeOf("docker", args);
  if (code !== 0) throw new Error(`docker ${args.join(" ")} ended with ${code}:\n${output}`);
  return output.trim();
}
