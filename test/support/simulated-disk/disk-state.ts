// A whole simulated disk as a value: operations change it, a crash turns it into what a power loss would leave.
import assert from "node:assert/strict";
import type { CrashPolicy } from "./crash-policy.ts";
import type { DiskOperation } from "./disk-operation.ts";
import { SimulatedInode } from "./simulated-inode.ts";

type NameChange = (
  | { readonly kind: "link"; readonly path: string; readonly file: number }
  | { readonly kind: "rename"; readonly from: string; readonly to: string }
  | { readonly kind: "unlink"; readonly path: string }
  | { readonly kind: "make-directory"; readonly path: string }
) & { readonly order: number };

/** The root directory is there from the start. */
const ROOT = "/";

class Names {
  readonly files: Map<string, number>;
  readonly directories: Set<string>;

  constructor(files = new Map<string, number>(), directories = new Set([ROOT])) {
    this.files = files;
    this.directories = directories;
  }

  clone(): Names {
    return new Names(new Map(this.files), new Set(this.directories));
  }

  /** A change whose ground is missing (a rename of a name that was lost) does nothing. */
  change(change: NameChange): void {
    if (change.kind === "make-directory") this.directories.add(change.path);
    else if (change.kind === "unlink") this.files.delete(change.path);
    else if (change.kind === "link") this.files.set(change.path, change.file);
    else {
      const file = this.files.get(change.from);
      if (file === undefined) return;
      this.files.delete(change.from);
      this.files.set(change.to, file);
    }
  }

  /** Drops what lies in directories that are not there. */
  prune(): void {
    for (const path of [...this.directories].sort()) {
      if (!this.directories.has(parentOf(path))) this.directories.delete(path);
    }
    for (const path of [...this.files.keys()]) {
      if (!this.directories.has(parentOf(path))) this.files.delete(path);
    }
  }
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || ROOT;
}

export class DiskState {
  readonly #inodes: Map<number, SimulatedInode>;
  #current: Names;
  #durable: Names;
  #pendingNames: NameChange[];
  /** Counts all changes, so that unsynced ones can be told in the order they were made. */
  #order: number;
  #files: number;

  constructor() {
    this.#inodes = new Map();
    this.#current = new Names();
    this.#durable = new Names();
    this.#pendingNames = [];
    this.#order = 0;
    this.#files = 0;
  }

  /** Unsynced changes stay unsynced: what another process finds after the first one was killed. */
  clone(): DiskState {
    const copy = new DiskState();
    for (const [file, inode] of this.#inodes) copy.#inodes.set(file, inode.clone());
    copy.#current = this.#current.clone();
    copy.#durable = this.#durable.clone();
    copy.#pendingNames = [...this.#pendingNames];
    copy.#order = this.#order;
    copy.#files = this.#files;
    return copy;
  }

  get names(): ReadonlyMap<string, number> {
    return this.#current.files;
  }

  get directories(): ReadonlySet<string> {
    return this.#current.directories;
  }

  inode(file: number): SimulatedInode {
    const inode = this.#inodes.get(file);
    assert.ok(inode, `no file ${file}`);
    return inode;
  }

  /** For the next `create`. */
  get nextFile(): number {
    return this.#files + 1;
  }

  apply(operation: DiskOperation): void {
    const order = this.#order++;
    if (operation.kind === "write" || operation.kind === "truncate" || operation.kind === "sync") {
      // A file whose last name is durably gone is no part of the disk any more, though it may still be open.
      this.#inodes.get(operation.file)?.apply(operation, order);
    } else if (operation.kind === "sync-directory") this.#syncDirectory(operation.path);
    else if (operation.kind === "create") {
      this.#files = Math.max(this.#files, operation.file);
      this.#inodes.set(operation.file, new SimulatedInode());
      this.#changeName({ kind: "link", path: operation.path, file: operation.file, order });
    } else this.#changeName({ ...operation, order });
  }

  /** How many changes a power loss might lose now. */
  get unsynced(): number {
    return this.#unsyncedOrders().length;
  }

  /** What a power loss leaves: a disk on which everything is durable. */
  crash(policy: CrashPolicy): DiskState {
    const numbers = new Map(this.#unsyncedOrders().map((order, number) => [order, number]));
    const numberOf = (order: number): number => numbers.get(order) ?? -1;
    const left = new DiskState();
    left.#durable = this.#durable.clone();
    for (const change of this.#pendingNames) {
      if (policy.survives(numberOf(change.order)) !== "none") left.#durable.change(change);
    }
    left.#durable.prune();
    left.#current = left.#durable.clone();
    for (const file of left.#durable.files.values())
      left.#inodes.set(file, this.inode(file).crash(policy, numberOf));
    left.#order = this.#order;
    left.#files = this.#files;
    return left;
  }

  #changeName(change: NameChange): void {
    this.#current.change(change);
    this.#pendingNames.push(change);
  }

  #syncDirectory(directory: string): void {
    const isHere = (change: NameChange): boolean =>
      parentOf(change.kind === "rename" ? change.to : change.path) === directory;
    for (const change of this.#pendingNames.filter(isHere)) this.#durable.change(change);
    this.#pendingNames = this.#pendingNames.filter((change) => !isHere(change));
    const named = this.#namedFiles();
    for (const file of this.#inodes.keys()) if (!named.has(file)) this.#inodes.delete(file);
  }

  /** Files with a name, now or after some crash. */
  #namedFiles(): Set<number> {
    const named = new Set([...this.#current.files.values(), ...this.#durable.files.values()]);
    for (const change of this.#pendingNames) if (change.kind === "link") named.add(change.file);
    return named;
  }

  /** Ascending. */
  #unsyncedOrders(): number[] {
    const orders = this.#pendingNames.map((change) => change.order);
    for (const file of this.#namedFiles()) {
      for (const change of this.inode(file).pending) orders.push(change.order);
    }
    return orders.sort((a, b) => a - b);
  }
}
