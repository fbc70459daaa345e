// The Disk port over a DiskState: for production code in tests and in the simulator. Deterministic; knows no time.
import type { Disk, OpenMode } from "#storage/disk/disk.ts";
import { DiskError } from "#storage/disk/disk-error.ts";
import type { DiskFile } from "#storage/disk/disk-file.ts";
import type { CrashPolicy } from "./crash-policy.ts";
import type { DiskOperation } from "./disk-operation.ts";
import { DiskState, parentOf } from "./disk-state.ts";
import type { SimulatedInode } from "./simulated-inode.ts";

export interface AttemptedOperation {
  readonly kind: DiskOperation["kind"] | "open" | "read" | "list";
  readonly path: string;
  /** Of a write or read. */
  readonly bytes: number;
}

export interface DiskFault {
  /** Like `EIO`, `ENOSPC`. */
  readonly errno: string;
  /** How much of a write gets done first. */
  readonly writtenBytes?: number;
}

export interface SimulatedDiskHooks {
  /** Called before each operation: to fail it, to count it, or to charge it time in a world with a clock. */
  before?(operation: AttemptedOperation): DiskFault | undefined;
  /** Called with each change that was made. */
  done?(operation: DiskOperation): void;
}

export class SimulatedDisk implements Disk {
  readonly state: DiskState;
  hooks: SimulatedDiskHooks;

  constructor(state = new DiskState(), hooks: SimulatedDiskHooks = {}) {
    this.state = state;
    this.hooks = hooks;
  }

  /** The disk after a power loss. This one must not be used any more. */
  crash(policy: CrashPolicy): SimulatedDisk {
    return new SimulatedDisk(this.state.crash(policy), this.hooks);
  }

  open(path: string, mode: OpenMode): DiskFile {
    this.attempt({ kind: "open", path, bytes: 0 });
    const known = this.state.names.get(path);
    if (mode !== "create") {
      if (known === undefined) throw new DiskError("open", path, "ENOENT");
      return new SimulatedFile(this, path, known);
    }
    if (known !== undefined) throw new DiskError("open", path, "EEXIST");
    if (!this.state.directories.has(parentOf(path))) throw new DiskError("open", path, "ENOENT");
    const file = this.state.nextFile;
    this.attempt({ kind: "create", path, bytes: 0 });
    this.change({ kind: "create", path, file });
    return new SimulatedFile(this, path, file);
  }

  exists(path: string): boolean {
    return this.state.names.has(path) || this.state.directories.has(path);
  }

  makeDirectory(path: string): void {
    if (this.exists(path)) throw new DiskError("mkdir", path, "EEXIST");
    if (!this.state.directories.has(parentOf(path))) throw new DiskError("mkdir", path, "ENOENT");
    this.attempt({ kind: "make-directory", path, bytes: 0 });
    this.change({ kind: "make-directory", path });
  }

  list(directory: string): string[] {
    this.attempt({ kind: "list", path: directory, bytes: 0 });
    if (!this.state.directories.has(directory)) throw new DiskError("readdir", directory, "ENOENT");
    const all = [...this.state.names.keys(), ...this.state.directories];
    return all
      .filter((path) => path !== "/" && parentOf(path) === directory)
      .map((path) => path.slice(path.lastIndexOf("/") + 1));
  }

  rename(from: string, to: string): void {
    this.attempt({ kind: "rename", path: from, bytes: 0 });
    if (!this.state.names.has(from)) throw new DiskError("rename", from, "ENOENT");
    this.change({ kind: "rename", from, to });
  }

  unlink(path: string): void {
    this.attempt({ kind: "unlink", path, bytes: 0 });
    if (!this.state.names.has(path)) throw new DiskError("unlink", path, "ENOENT");
    this.change({ kind: "unlink", path });
  }

  syncDirectory(path: string): void {
    this.attempt({ kind: "sync-directory", path, bytes: 0 });
    if (!this.state.directories.has(path)) throw new DiskError("fsync", path, "ENOENT");
    this.change({ kind: "sync-directory", path });
  }

  /** A file's content as the running system sees it. */
  content(path: string): Uint8Array {
    const bytes = this.state.inode(this.#fileAt(path)).current;
    const content = new Uint8Array(bytes.size);
    bytes.read(content, 0);
    return content;
  }

  /** Rot: durable at once, unseen by the hooks. */
  overwrite(path: string, offset: number, bytes: Uint8Array): void {
    const inode = this.state.inode(this.#fileAt(path));
    inode.current.write(bytes, offset);
    inode.durable.write(bytes, offset);
  }

  flipBit(path: string, offset: number, bit: number): void {
    const byte = this.content(path)[offset] ?? 0;
    this.overwrite(path, offset, Uint8Array.of(byte ^ (1 << bit)));
  }

  /** Asks the hooks. @throws DiskError when they say so; the writer of `partly` does what still gets done */
  attempt(operation: AttemptedOperation, partly?: (bytes: number) => void): void {
    const fault = this.hooks.before?.(operation);
    if (fault === undefined) return;
    partly?.(fault.writtenBytes ?? 0);
    const name = operation.kind === "sync" ? "fdatasync" : operation.kind;
    throw new DiskError(name, operation.path, fault.errno);
  }

  change(operation: DiskOperation): void {
    this.state.apply(operation);
    this.hooks.done?.(operation);
  }

  #fileAt(path: string): number {
    const file = this.state.names.get(path);
    if (file === undefined) throw new DiskError("open", path, "ENOENT");
    return file;
  }
}

class SimulatedFile implements DiskFile {
  readonly path: string;
  readonly #disk: SimulatedDisk;
  readonly #file: number;
  /** Kept: an open file outlives its last name. */
  readonly #inode: SimulatedInode;
  #isOpen = true;

  constructor(disk: SimulatedDisk, path: string, file: number) {
    this.path = path;
    this.#disk = disk;
    this.#file = file;
    this.#inode = disk.state.inode(file);
  }

  size(): number {
    this.#opened();
    return this.#inode.current.size;
  }

  read(target: Uint8Array, offset: number): number {
    this.#disk.attempt({ kind: "read", path: this.path, bytes: target.length });
    this.#opened();
    return this.#inode.current.read(target, offset);
  }

  write(parts: readonly Uint8Array[], offset: number): void {
    const file = this.#opened();
    const bytes = joined(parts);
    this.#disk.attempt({ kind: "write", path: this.path, bytes: bytes.length }, (count) => {
      if (count > 0) this.#disk.change({ kind: "write", file, offset, bytes: bytes.subarray(0, count) });
    });
    if (bytes.length > 0) this.#disk.change({ kind: "write", file, offset, bytes });
  }

  truncate(size: number): void {
    this.#disk.attempt({ kind: "truncate", path: this.path, bytes: 0 });
    this.#disk.change({ kind: "truncate", file: this.#opened(), size });
  }

  sync(): void {
    const file = this.#opened();
    this.#disk.attempt({ kind: "sync", path: this.path, bytes: 0 }, () =>
      this.#disk.state.inode(file).failSync(),
    );
    this.#disk.change({ kind: "sync", file });
  }

  close(): void {
    this.#opened();
    this.#isOpen = false;
  }

  #opened(): number {
    if (!this.#isOpen) throw new DiskError("use", this.path, "EBADF");
    return this.#file;
  }
}

/** A copy: the caller may use its buffers again at once. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
