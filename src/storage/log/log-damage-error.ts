/**
 * What the log acknowledged is damaged or missing: this node must not vote. Never repaired in place; the node
 * comes back under a new incarnation (docs/log-format.md).
 */
export class LogDamageError extends Error {
  readonly file: string;
  /** Where the damaged or missing part begins, bytes from the file's start. */
  readonly offset: number;

  constructor(file: string, offset: number, reason: string) {
    super(`the Raft log is damaged: ${file} at offset ${offset}: ${reason}`);
    this.name = "LogDamageError";
    this.file = file;
    this.offset = offset;
  }
}
