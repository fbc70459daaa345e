// The Disk port over node:fs, synchronous. For threads that may block on a disk only: never a thread with sockets.
import fs from "node:fs";
import type { Disk, OpenMode } from "./disk.ts";
import { DiskError } from "./disk-error.ts";
import type { DiskFile } from "./disk-file.ts";

const FLAGS: Readonly<Record<OpenMode, number>> = {
  create: fs.constants.O_CREAT | fs.constants.O_EXCL | fs.constants.O_RDWR,
  write: fs.constants.O_RDWR,
  read: fs.constants.O_RDONLY,
};

/** Files are made 0600 and directories 0700, whatever more the umask allows. */
export class NodeDisk implements Disk {
  open(path: string, mode: OpenMode): DiskFile {
    return new NodeFile(
      path,
      attempt("open", path, () => fs.openSync(path, FLAGS[mode], 0o600)),
    );
  }

  exists(path: string): boolean {
    return attempt("stat", path, () => fs.statSync(path, { throwIfNoEntry: false })) !== undefined;
  }

  makeDirectory(path: string): void {
    attempt("mkdir", path, () => fs.mkdirSync(path, 0o700));
  }

  list(directory: string): string[] {
    return attempt("readdir", directory, () => fs.readdirSync(directory));
  }

  rename(from: string, to: string): void {
    attempt("rename", from, () => fs.renameSync(from, to));
  }

  unlink(path: string): void {
    attempt("unlink", path, () => fs.unlinkSync(path));
  }

  syncDirectory(directory: string): void {
    attempt("fsync", directory, () => {
      const descriptor = fs.openSync(directory, fs.constants.O_RDONLY);
      try {
        fs.fsyncSync(descriptor);
      } finally {
        fs.closeSync(descriptor);
      }
    });
  }
}

class NodeFile implements DiskFile {
  readonly path: string;
  readonly #descriptor: number;

  constructor(path: string, descriptor: number) {
    this.path = path;
    this.#descriptor = descriptor;
  }

  size(): number {
    return attempt("stat", this.path, () => fs.fstatSync(this.#descriptor).size);
  }

  read(target: Uint8Array, offset: number): number {
    return attempt("read", this.path, () => {
      let done = 0;
      while (done < target.length) {
        const count = fs.readSync(this.#descriptor, target, done, target.length - done, offset + done);
        if (count === 0) break;
        done += count;
      }
      return done;
    });
  }

  write(parts: readonly Uint8Array[], offset: number): void {
    attempt("write", this.path, () => {
      let rest = parts;
      let at = offset;
      while (rest.length > 0) {
        const written = fs.writevSync(this.#descriptor, rest, at);
        at += written;
        rest = afterFirst(rest, written);
        if (written === 0 && rest.length > 0) throw new DiskError("write", this.path, "EIO");
      }
    });
  }

  truncate(size: number): void {
    attempt("truncate", this.path, () => fs.ftruncateSync(this.#descriptor, size));
  }

  sync(): void {
    attempt("fdatasync", this.path, () => fs.fdatasyncSync(this.#descriptor));
  }

  close(): void {
    attempt("close", this.path, () => fs.closeSync(this.#descriptor));
  }
}

/** What is left of `parts` after their first `count` bytes: a short write continues there. */
function afterFirst(parts: readonly Uint8Array[], count: number): Uint8Array[] {
  const rest: Uint8Array[] = [];
  let skip = count;
  for (const part of parts) {
    if (skip < part.length) rest.push(skip === 0 ? part : part.subarray(skip));
    skip = Math.max(0, skip - part.length);
  }
  return rest;
}

function attempt<T>(operation: string, path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (typeof code !== "string") throw error;
    throw new DiskError(operation, path, code);
  }
}
