// Where a command reads and writes: the process's own streams, or a test's.

export interface Question {
  readonly text: string;
  /** What is typed is not shown. */
  readonly hidden: boolean;
}

export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly stdinIsTty: boolean;
  readonly stdoutIsTty: boolean;
  readonly stderrIsTty: boolean;
  /** To stdout, as it is. */
  out(text: string): void;
  /** To stderr, as it is. */
  err(text: string): void;
  /** All of standard input. @throws CliError when it is closed or larger than `limit` bytes */
  readInput(limit: number): Promise<Uint8Array>;
  /** @throws CliError when it is interrupted */
  ask(question: Question): Promise<string>;
}
