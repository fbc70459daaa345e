// Tools of other languages: where one is absent its tests are skipped aloud, except in the gate, where that is a failure.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

export interface ForeignTool {
  /** For node:test: false, or why not. */
  skip: string | false;
}

export function foreignTool(name: string, versionArgs: readonly string[]): ForeignTool {
  const isHere = spawnSync(name, versionArgs, { stdio: "ignore" }).status === 0;
  if (!isHere && process.env.COFFER_CI) throw new Error(`${name} is missing: the gate needs it`);
  return { skip: isHere ? false : `${name} is not on this machine` };
}

export interface RunOptions {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  /** Nothing to do when this is there already. */
  unlessExists?: string;
}

/** @returns standard output. @throws Error with everything it printed when it fails */
export function runTool(name: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  if (options.unlessExists !== undefined && existsSync(options.unlessExists)) return Promise.resolve("");
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { cwd: options.cwd, env: { ...process.env, ...options.env } });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${name} ${args.join(" ")} ended with ${code}:\n${output}\n${errors}`));
    });
  });
}
