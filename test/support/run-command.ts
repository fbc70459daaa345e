// Runs a command of the command line in this process, with a terminal made of strings.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "#apps/cli/cli.ts";
import { CliError } from "#apps/cli/cli-error.ts";
import type { Question, Terminal } from "#apps/cli/terminal.ts";

export interface CommandOptions {
  readonly environment?: Record<string, string>;
  readonly homeDirectory?: string;
  /** Standard input; without it, it is closed. */
  readonly input?: string | Uint8Array;
  /** Answers to questions at a terminal, in turn; without them there is no terminal. */
  readonly answers?: readonly string[];
  readonly isTty?: boolean;
  readonly program?: string;
}

export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly questions: readonly Question[];
}

class FakeTerminal implements Terminal {
  readonly environment: Record<string, string>;
  readonly homeDirectory: string;
  readonly stdinIsTty: boolean;
  readonly stdoutIsTty: boolean;
  readonly stderrIsTty: boolean;
  readonly questions: Question[] = [];
  stdout = "";
  stderr = "";
  readonly #input: string | Uint8Array | undefined;
  readonly #answers: string[];

  constructor(options: CommandOptions, homeDirectory: string) {
    this.environment = options.environment ?? {};
    this.homeDirectory = homeDirectory;
    this.#input = options.input;
    this.#answers = [...(options.answers ?? [])];
    this.stdinIsTty = options.answers !== undefined;
    this.stdoutIsTty = options.isTty ?? false;
    this.stderrIsTty = options.isTty ?? false;
  }

  out(text: string): void {
    this.stdout += text;
  }

  err(text: string): void {
    this.stderr += text;
  }

  async readInput(limit: number): Promise<Uint8Array> {
    if (this.#input === undefined) throw new CliError("standard input cannot be read: is it closed?");
    const bytes = typeof this.#input === "string" ? new TextEncoder().encode(this.#input) : this.#input;
    if (bytes.length > limit) throw new CliError(`standard input is larger than the limit of ${limit} bytes`);
    return bytes;
  }

  async ask(question: Question): Promise<string> {
    this.questions.push(question);
    const answer = this.#answers.shift();
    if (answer === undefined) throw new CliError("Interrupted: nothing was entered");
    return answer;
  }
}

/** @param line the words after the program's name; without a home directory given, there is none */
export async function runCommand(
  line: string | readonly string[],
  options: CommandOptions = {},
): Promise<CommandRun> {
  const terminal = new FakeTerminal(options, options.homeDirectory ?? join(tmpdir(), "coffer-no-such-home"));
  const words = typeof line === "string" ? line.split(" ").filter((word) => word !== "") : line;
  const unknown = async () => 99;
  const programs = { server: unknown, local: unknown };
  const code = await runCli({ program: options.program ?? "vault", terminal, words, programs });
  return { code, stdout: terminal.stdout, stderr: terminal.stderr, questions: terminal.questions };
}
