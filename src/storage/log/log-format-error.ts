/** The log's directory holds something that this version of Coffer does not know. Nothing was changed. */
export class LogFormatError extends Error {
  readonly file: string;

  constructor(file: string, reason: string) {
    super(`cannot open the Raft log: ${file}: ${reason}`);
    this.name = "LogFormatError";
    this.file = file;
  }

  static unknownVersion(file: string, what: string, version: number): LogFormatError {
    const advice = "upgrade this node to the version that wrote it, or newer";
    return new LogFormatError(file, `${what} ${version} is not known to this version of Coffer: ${advice}`);
  }
}
