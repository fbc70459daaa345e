// A transcript: a shell session as text, replayed in a real shell and compared. `$ ` begins a command; what follows is
// its standard output, lines after `! ` its standard error, `? N` its exit code when that is not 0. `# ` is a remark.
// In the expected text `<time>`, `<uuid>`, `<token>`, `<accessor>`, `<number>` and `<any>` stand for what varies.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable } from "node:stream";

export interface Step {
  readonly line: number;
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

export function parseTranscript(text: string): Step[] {
  const steps: { line: number; command: string; stdout: string[]; stderr: string[]; code: number }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const step = steps.at(-1);
    if (line.startsWith("$ "))
      steps.push({ line: index + 1, command: line.slice(2), stdout: [], stderr: [], code: 0 });
    else if (line.startsWith("# ") || line === "#") continue;
    else if (step === undefined) assert.equal(line, "", `line ${index + 1} stands before the first command`);
    else if (line.startsWith("! ") || line === "!") step.stderr.push(line.slice(2));
    else if (/^\? \d+$/.test(line)) step.code = Number(line.slice(2));
    else if (line.startsWith("> ")) step.command += `\n${line.slice(2)}`;
    else step.stdout.push(line);
  }
  return steps.map((step) => ({ ...step, stdout: joined(step.stdout), stderr: joined(step.stderr) }));
}

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  time: String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| \+0000 UTC)`,
  uuid: "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
  token: String.raw`(?:hv)?[sb]\.[A-Za-z0-9_-]{20,}`,
  accessor: "[A-Za-z0-9_-]{8,}",
  number: String.raw`\d+`,
  any: ".*",
};

/** @throws AssertionError that shows both texts */
export function assertMatches(actual: string, expected: string, what: string): void {
  const pattern = expected.split(/(<[a-z]+>)/).map((part) => {
    const placeholder = PLACEHOLDERS[part.slice(1, -1)];
    return part.startsWith("<") && placeholder !== undefined ? placeholder : escaped(part);
  });
  if (new RegExp(`^${pattern.join("")}$`).test(actual)) return;
  assert.equal(actual, expected, what);
}

/** One shell for a whole transcript: variables and directories last. */
export class Shell implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #codes: Interface;
  readonly #directory: string;

  constructor(directory: string, environment: NodeJS.ProcessEnv) {
    this.#directory = directory;
    this.#process = spawn("sh", {
      env: environment,
      cwd: directory,
      stdio: ["pipe", "inherit", "inherit", "pipe"],
    });
    this.#codes = createInterface(this.#process.stdio[3] as Readable);
  }

  async run(command: string): Promise<Pick<Step, "stdout" | "stderr" | "code">> {
    const [out, err, script] = ["out", "err", "script"].map((name) => join(this.#directory, `.${name}`));
    await writeFile(script ?? "", `${command}\n`);
    const code = once(this.#codes, "line");
    this.#process.stdin?.write(`. ./.script >.out 2>.err </dev/null; echo $? >&3\n`);
    const [text] = await code;
    return {
      code: Number(text),
      stdout: joined((await readFile(out ?? "", "utf8")).split("\n")),
      stderr: joined((await readFile(err ?? "", "utf8")).split("\n")),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.stdin?.end();
    await once(this.#process, "close");
  }
}

/** Empty lines at the end say nothing. */
function joined(lines: readonly string[]): string {
  return lines.join("\n").replace(/\n+$/, "");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
