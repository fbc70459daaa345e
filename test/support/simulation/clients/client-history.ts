// All that clients did and were told, and whether it could have been one register a key, in one order.

import type { ClusterHistory } from "../checkers/cluster-history.ts";
import { isLinearizable } from "../linearizability/is-linearizable.ts";
import { Violation } from "../world/violation.ts";
import type { Operation } from "./operation.ts";

export class ClientHistory {
  readonly #operations = new Map<string, Operation[]>();
  readonly #cluster: ClusterHistory;
  readonly #notExecuted: string[] = [];
  /** Writes whose client still waits: they may have happened. */
  readonly #open = new Set<readonly Omit<Operation, "endedAt">[]>();
  #order = 0;
  /** Highest log time that a finished read rested on, and how many processes had ended by then. */
  #floor = { logTimeMs: 0, endings: 0 };
  endings = 0;
  hasNotes = true;
  count = 0;

  constructor(cluster: ClusterHistory) {
    this.#cluster = cluster;
  }

  /** The next place in the order of beginnings and ends. */
  next(): number {
    return ++this.#order;
  }

  begin(writes: readonly Omit<Operation, "endedAt">[]): void {
    this.#open.add(writes);
  }

  /** @param endedAt Infinity: whether they happened nobody knows; `undefined`: they surely did not */
  end(writes: readonly Omit<Operation, "endedAt">[], endedAt: number | undefined): void {
    this.#open.delete(writes);
    if (endedAt !== undefined) for (const write of writes) this.add({ ...write, endedAt });
  }

  add(operation: Operation): void {
    this.count++;
    const known = this.#operations.get(operation.key);
    if (known === undefined) this.#operations.set(operation.key, [operation]);
    else known.push(operation);
  }

  /** What must be true of log time for a read that begins now. */
  timeFloor(): { readonly logTimeMs: number; readonly endings: number; readonly stampMs: number } {
    return { ...this.#floor, stampMs: this.#cluster.reference.logTimeMs };
  }

  /** A read is answered: expiry that was seen once must not be taken back. */
  timeRead(logTimeMs: number, floor: ReturnType<ClientHistory["timeFloor"]>): void {
    if (logTimeMs < floor.stampMs) {
      throw new Violation(
        "log time never falls",
        `a read at ${logTimeMs} after an entry of ${floor.stampMs}`,
      );
    }
    // What a node has heard it forgets when it ends: only entries are for ever.
    const isComparable = this.hasNotes && floor.endings === this.endings;
    if (isComparable && logTimeMs < floor.logTimeMs) {
      throw new Violation(
        "expiry is never reversed",
        `a read at ${logTimeMs} after one at ${floor.logTimeMs}`,
      );
    }
    if (logTimeMs > this.#floor.logTimeMs || this.#floor.endings !== this.endings) {
      this.#floor = { logTimeMs, endings: this.endings };
    }
  }

  /** A client was told that its write is executed, as `version`. */
  committed(name: string, version: number): void {
    const index = this.#cluster.reference.executed.get(name);
    if (index !== version || version > this.#cluster.committed) {
      throw new Violation("answers are true", `${name} is told version ${version}, it is entry ${index}`);
    }
  }

  /** A client was told that none of its attempts is executed. */
  notExecuted(name: string): void {
    this.#notExecuted.push(name);
  }

  check(): void {
    for (const writes of [...this.#open]) this.end(writes, Number.POSITIVE_INFINITY);
    for (const name of this.#notExecuted) {
      const index = this.#cluster.reference.executed.get(name);
      if (index !== undefined)
        throw new Violation("answers are true", `${name} is entry ${index} though refused`);
    }
    for (const [key, operations] of this.#operations) {
      const verdict = isLinearizable(operations);
      if (verdict === "linearizable") continue;
      throw new Violation("linearizable histories", `${key} is ${verdict}: ${this.#shortest(key)}`);
    }
  }

  /** The shortest beginning of a history that is not linearizable, as far as simple cutting finds it. */
  #shortest(key: string): string {
    const all = [...(this.#operations.get(key) ?? [])].sort((a, b) => a.endedAt - b.endedAt);
    let length = all.length;
    while (length > 1 && isLinearizable(upTo(all, length - 1)) === "not linearizable") length--;
    return JSON.stringify(upTo(all, length).slice(-14));
  }

  operationsOf(key: string): readonly Operation[] {
    return this.#operations.get(key) ?? [];
  }

  get keys(): readonly string[] {
    return [...this.#operations.keys()];
  }
}

/** What was known when the last of so many operations ended: whatever ends later may have happened, or not. */
function upTo(sorted: readonly Operation[], length: number): Operation[] {
  const last = sorted[length - 1]?.endedAt ?? 0;
  return sorted.flatMap((operation) => {
    if (operation.endedAt <= last) return [operation];
    return operation.begunAt < last && operation.kind !== "read"
      ? [{ ...operation, endedAt: Number.POSITIVE_INFINITY }]
      : [];
  });
}
