// The README's tour, run as a reader would: its commands, word for word, in a shell, against `npm start`'s server.
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const START_MS = 90_000;

/** The commands of the README, with another port: 8200 may be somebody's. */
export function tourCommands(repository: string, port: number): string {
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const [, commands] = /<!-- tour:[^\n]*-->\n```sh\n([\s\S]*?)\n```/.exec(readme) ?? [];
  assert.ok(commands, "README.md has a tour");
  assert.ok(commands.includes("http://127.0.0.1:8200"), "which goes to the standard address");
  return commands.replaceAll(":8200", `:${port}`);
}

export interface LocalCluster {
  child: ChildProcess;
  output(): string;
  /** SIGTERM, as Ctrl-C. @returns the exit code */
  stop(): Promise<number | null>;
}

/** Runs a command that is to start a local cluster, until it says that it runs. */
export async function startLocal(command: readonly string[], folder: string): Promise<LocalCluster> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const stop = (): Promise<number | null> => {
    child.kill("SIGTERM");
    return exited;
  };
  const deadlineMs = performance.now() + START_MS;
  while (!/Coffer is running at/.test(output)) {
    const isLate = performance.now() > deadlineMs;
    if (isLate || child.exitCode !== null) {
      await stop();
      throw new Error(`${isLate ? "it does not say that it runs" : "it ended"}:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { child, output: () => output, stop };
}

/** @returns what the commands printed. @throws AssertionError when one of them fails */
export function runInShell(commands: string, folder: string): string {
  const run = spawnSync("sh", ["-eu"], {
    cwd: folder,
    input: commands,
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", HOME: folder },
  });
  assert.equal(run.status, 0, `${run.stdout}\n${run.stderr}`);
  return run.stdout;
}

export function assertTour(printed: string): void {
  assert.match(printed, /^Sealed +false$/m);
  // A field goes to a pipe without a newline, as Vault's does: both versions, then her name and what she may do.
  assert.match(printed, /secondfirst/);
  assert.match(printed, /appdeny\n$/);
}
