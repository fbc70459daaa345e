// A file as an audit device. Every thread has it open with O_APPEND and hands over whole lines in one write, so lines
// of several threads never mix. Writes are synchronous: they go to the page cache in microseconds, share no pool with
// anything, and a disk that hangs stops this thread's heartbeat, upon which leadership moves on (design §2).
import { constants } from "node:fs";
import { dirname } from "node:path";
import type { AuditDevice } from "../audit-device.ts";
import type { AuditFiles } from "./audit-files.ts";
import { lineStart, repairTornLine } from "./torn-line.ts";

export interface FileDeviceOptions {
  mode: number;
  /** Leave the permissions of a file that exists. */
  keepsMode: boolean;
  prefix: string;
  files: AuditFiles;
  monotonicMs(): number;
  /** Where to write, asked before each opening. @throws VaultError when this node's rules forbid the place */
  admit(): string;
}

interface OpenFile {
  path: string;
  descriptor: number;
  dev: number;
  ino: number;
  /** When the name was last seen to belong to this file. */
  seenAtMs: number;
}

// O_NONBLOCK: a pipe without a reader must not stop the thread before it is seen to be no file.
const FLAGS =
  constants.O_RDWR |
  constants.O_APPEND |
  constants.O_CREAT |
  constants.O_NOFOLLOW |
  constants.O_NONBLOCK |
  constants.O_NOCTTY;
/** A file that was moved or removed without a signal is noticed within this time. */
const LOOK_EVERY_MS = 1000;
const NEWLINE = Buffer.from("\n");

export class FileDevice implements AuditDevice {
  readonly #options: FileDeviceOptions;
  #file: OpenFile | undefined;
  /** What lies at the end of the file is no whole line and could not be repaired. */
  #needsNewline = false;

  constructor(options: FileDeviceOptions) {
    this.#options = options;
  }

  append(lines: Uint8Array): void {
    const file = this.#current();
    const bytes = this.#needsNewline ? Buffer.concat([NEWLINE, lines]) : lines;
    let written = 0;
    try {
      while (written < bytes.length) {
        written += this.#write(file, bytes.subarray(written));
      }
      this.#needsNewline = false;
    } catch (error) {
      this.#repair(file, bytes.subarray(0, written));
      throw error;
    }
  }

  reopen(): void {
    this.close();
  }

  close(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file) this.#options.files.closeSync(file.descriptor);
  }

  #write({ descriptor }: OpenFile, bytes: Uint8Array): number {
    const written = this.#options.files.writeSync(descriptor, bytes, 0, bytes.length);
    if (written === 0) throw new Error("the file takes no more bytes");
    return written;
  }

  #current(): OpenFile {
    const nowMs = this.#options.monotonicMs();
    const file = this.#file;
    if (file && nowMs - file.seenAtMs < LOOK_EVERY_MS) return file;
    if (file && this.#isStillNamed(file)) {
      file.seenAtMs = nowMs;
      return file;
    }
    this.close();
    this.#file = this.#open(nowMs);
    return this.#file;
  }

  #isStillNamed({ path, dev, ino }: OpenFile): boolean {
    const found = this.#options.files.lstatSync(path, { throwIfNoEntry: false });
    return found?.ino === ino && found.dev === dev;
  }

  #open(nowMs: number): OpenFile {
    const { files, mode } = this.#options;
    const path = this.#options.admit();
    files.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const descriptor = files.openSync(path, FLAGS, mode);
    try {
      const { dev, ino } = this.#inspect(descriptor);
      return { path, descriptor, dev, ino, seenAtMs: nowMs };
    } catch (error) {
      files.closeSync(descriptor);
      throw error;
    }
  }

  #inspect(descriptor: number): { dev: number; ino: number } {
    const { files, mode, keepsMode } = this.#options;
    const found = files.fstatSync(descriptor);
    if (!found.isFile()) throw new Error("it is not a regular file");
    if (!keepsMode && (found.mode & 0o7777) !== mode) files.fchmodSync(descriptor, mode);
    // A power loss may have torn the last line.
    const last = Buffer.alloc(1);
    const isRead = found.size > 0 && files.readSync(descriptor, last, 0, 1, found.size - 1) === 1;
    this.#needsNewline = isRead && !last.equals(NEWLINE);
    return found;
  }

  /** A disk that fills up may take half a line. Other threads' next lines must not be glued to it. */
  #repair({ path, descriptor }: OpenFile, written: Uint8Array): void {
    const torn = written.subarray(lineStart(written));
    if (torn.length === 0) {
      this.#needsNewline = this.#needsNewline && written.length === 0;
      return;
    }
    const { files, prefix } = this.#options;
    try {
      this.#needsNewline = !repairTornLine({ files, path, descriptor, torn, prefix });
    } catch {
      this.#needsNewline = true;
    }
  }
}
