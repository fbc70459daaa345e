/** 1: flags, arguments, files of this machine. 2: the server, or the way to it. */
export type FailureCode = 1 | 2;

/** Ends a command with a message on stderr and an exit code. */
export class CliError extends Error {
  readonly exitCode: FailureCode;

  constructor(message: string, exitCode: FailureCode = 1, cause?: unknown) {
    super(message, { cause });
    this.name = "CliError";
    this.exitCode = exitCode;
  }
}
