// The terminal of this process.
import { homedir } from "node:os";
import { isatty } from "node:tty";
import { CliError } from "./cli-error.ts";
import type { Question, Terminal } from "./terminal.ts";

export class ProcessTerminal implements Terminal {
  readonly environment = process.env;
  readonly stdinIsTty = isatty(0);
  readonly stdoutIsTty = isatty(1);
  readonly stderrIsTty = isatty(2);

  constructor() {
    // `vault read … | head -1` closes the pipe early: that is no failure of ours.
    for (const stream of [process.stdout, process.stderr]) {
      stream.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") throw error;
      });
    }
  }

  get homeDirectory(): string {
    return homedir();
  }

  out(text: string): void {
    process.stdout.write(text);
  }

  err(text: string): void {
    process.stderr.write(text);
  }

  async readInput(limit: number): Promise<Uint8Array> {
    const parts: Buffer[] = [];
    let length = 0;
    try {
      for await (const part of process.stdin as AsyncIterable<Buffer>) {
        length += part.length;
        if (length > limit) throw new CliError(`standard input is larger than the limit of ${limit} bytes`);
        parts.push(part);
      }
    } catch (error) {
      if (error instanceof CliError) throw error;
      throw new CliError("standard input cannot be read: is it closed?", 1, error);
    }
    return Buffer.concat(parts);
  }

  async ask(question: Question): Promise<string> {
    const { askOnTerminal } = await import("./input/ask-on-terminal.ts");
    return await askOnTerminal(question);
  }
}
