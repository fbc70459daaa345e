// The files that a configuration names, as much of them as checking it needs.

export interface FileAccess {
  /** `undefined` when nothing is there, or nothing that may be looked at. */
  facts(path: string): FileFacts | undefined;
  /** The whole content, at most `maxBytes`, or why there is none. */
  read(path: string, maxBytes: number): Uint8Array | ReadFault;
  /** Names in a directory, in no order; `undefined` when it cannot be listed. */
  list(path: string): readonly string[] | undefined;
}

export interface FileFacts {
  readonly kind: "file" | "directory" | "other";
  /** Permission bits: the last twelve. */
  readonly mode: number;
  readonly isOwn: boolean;
  /** With every symbolic link followed. */
  readonly realPath: string;
}

export type ReadFault = "missing" | "unreadable" | "too large";

export function describeReadFault(fault: ReadFault): string {
  switch (fault) {
    case "missing":
      return "does not exist";
    case "unreadable":
      return "cannot be read";
    case "too large":
      return "is larger than any such file should be";
  }
}
