// A file's content as the running system sees it, as the platter surely has it, and what lies between.
import type { CrashPolicy } from "./crash-policy.ts";
import type { DiskOperation } from "./disk-operation.ts";
import { PagedBytes } from "./paged-bytes.ts";

type ContentOperation = Extract<DiskOperation, { kind: "write" | "truncate" | "sync" }>;

export type PendingChange = Exclude<ContentOperation, { kind: "sync" }> & {
  readonly order: number;
  /** A sync of it failed: no later sync makes it durable (Rebello et al., ATC '20), a crash may still keep it. */
  readonly doomed: boolean;
};

export class SimulatedInode {
  readonly current: PagedBytes;
  readonly durable: PagedBytes;
  #pending: PendingChange[];

  constructor(current = new PagedBytes(), durable = new PagedBytes(), pending: PendingChange[] = []) {
    this.current = current;
    this.durable = durable;
    this.#pending = pending;
  }

  get pending(): readonly PendingChange[] {
    return this.#pending;
  }

  clone(): SimulatedInode {
    return new SimulatedInode(this.current.clone(), this.durable.clone(), [...this.#pending]);
  }

  /** Keeps the bytes that it is given. */
  apply(operation: ContentOperation, order: number): void {
    if (operation.kind === "sync") this.#sync();
    else {
      const change = { ...operation, order, doomed: false };
      applyTo(this.current, change);
      this.#pending.push(change);
    }
  }

  #sync(): void {
    const isPlain = this.#pending.every((change) => change.kind === "write" && !change.doomed);
    for (const change of this.#pending) {
      if (change.doomed) continue;
      if (isPlain && change.kind === "write") {
        this.durable.shareRange(this.current, change.offset, change.bytes.length);
      } else applyTo(this.durable, change);
    }
    this.#pending = this.#pending.filter((change) => change.doomed);
  }

  failSync(): void {
    this.#pending = this.#pending.map((change) => ({ ...change, doomed: true }));
  }

  /** What a power loss leaves. */
  crash(policy: CrashPolicy, numberOf: (order: number) => number): SimulatedInode {
    const left = this.durable.clone();
    for (const change of this.#pending) {
      const survival = policy.survives(numberOf(change.order));
      if (survival === "none") continue;
      if (change.kind === "write" && survival === "torn") tear(left, change, policy);
      else applyTo(left, change);
    }
    return new SimulatedInode(left.clone(), left);
  }
}

function applyTo(bytes: PagedBytes, change: PendingChange): void {
  if (change.kind === "write") bytes.write(change.bytes, change.offset);
  else bytes.truncate(change.size);
}

/** Zeros and garbage spoil what else is in the sector too. */
function tear(
  left: PagedBytes,
  { offset, bytes }: PendingChange & { kind: "write" },
  { random, sectorBytes, sectorFates }: CrashPolicy,
): void {
  const end = offset + bytes.length;
  const first = Math.floor(offset / sectorBytes);
  for (const [number, fate] of sectorFates(Math.ceil(end / sectorBytes) - first).entries()) {
    const sector = (first + number) * sectorBytes;
    if (fate === "zeros") left.write(new Uint8Array(sectorBytes), sector);
    if (fate === "garbage") left.write(random.bytes(sectorBytes), sector);
    if (fate !== "written") continue;
    const from = Math.max(sector, offset);
    left.write(bytes.subarray(from - offset, Math.min(sector + sectorBytes, end) - offset), from);
  }
}
