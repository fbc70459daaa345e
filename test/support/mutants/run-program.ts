// A program in a mutant's copy. It may hang, so its processor time is limited; time on the clock says little on a
// machine that is busy with other mutants.
import { spawn } from "node:child_process";

export interface ProgramEnd {
  /** Not 0 as well when it was ended at its limit. */
  readonly status: number;
  readonly output: string;
}

const MOST_OUTPUT = 1_000_000;

export function runProgram(root: string, args: readonly string[], mostSeconds: number): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const limited = [
      "-c",
      `ulimit -t ${mostSeconds}; exec "$0" "$@"`,
      process.execPath,
      "--no-warnings",
      ...args,
    ];
    const child = spawn("/bin/sh", limited, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const take = (bytes: Buffer): void => {
      if (output.length < MOST_OUTPUT) output += bytes.toString();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("close", (status) => resolve({ status: status ?? 1, output }));
  });
}
