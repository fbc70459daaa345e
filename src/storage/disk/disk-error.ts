/** The disk refused: says which operation, on which file, and the operating system's name for the reason. */
export class DiskError extends Error {
  readonly operation: string;
  readonly path: string;
  /** Like `EIO`, `ENOSPC`, `ENOENT`. */
  readonly errno: string;

  constructor(operation: string, path: string, errno: string) {
    super(`${operation} of ${path} failed: ${errno}`);
    this.name = "DiskError";
    this.operation = operation;
    this.path = path;
    this.errno = errno;
  }
}
