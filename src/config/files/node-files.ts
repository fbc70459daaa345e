// FileAccess over the real file system.
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import type { FileAccess, FileFacts, ReadFault } from "./file-access.ts";

export const nodeFiles: FileAccess = { facts, read, list };

function facts(path: string): FileFacts | undefined {
  try {
    const stats = statSync(path);
    return {
      kind: stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "other",
      mode: stats.mode & 0o7777,
      isOwn: stats.uid === process.geteuid?.(),
      realPath: realpathSync(path),
    };
  } catch {
    return undefined;
  }
}

/** Not blocking, so that a named pipe in a file's place cannot hold up the start. */
function read(path: string, maxBytes: number): Uint8Array | ReadFault {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return isMissing ? "missing" : "unreadable";
  }
  try {
    return fstatSync(file).isFile() ? readUpTo(file, maxBytes) : "unreadable";
  } catch {
    return "unreadable";
  } finally {
    closeSync(file);
  }
}

/** Files of /proc and of pipes to /dev/stdin say they are empty: what they say of their size counts for nothing. */
function readUpTo(file: number, maxBytes: number): Uint8Array | ReadFault {
  const buffer = new Uint8Array(maxBytes + 1);
  let length = 0;
  for (;;) {
    const count = readSync(file, buffer, length, buffer.length - length, null);
    length += count;
    if (length > maxBytes) return "too large";
    if (count === 0) return buffer.slice(0, length);
  }
}

function list(path: string): readonly string[] | undefined {
  try {
    return readdirSync(path);
  } catch {
    return undefined;
  }
}
