// A program in a mutant's copy: it may hang, so it has a deadline.
import { spawn } from "node:child_process";

export interface ProgramEnd {
  /** `undefined`: it was ended at its deadline. */
  readonly status: number | undefined;
  readonly output: string;
}

export function runProgram(root: string, args: readonly string[], deadlineMs: number): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--no-warnings", ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const take = (bytes: Buffer): void => {
      if (output.length < 1_000_000) output += bytes.toString();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    let isLate = false;
    const deadline = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, deadlineMs);
    child.on("close", (status) => {
      clearTimeout(deadline);
      resolve({ status: isLate ? undefined : (status ?? 1), output });
    });
  });
}
