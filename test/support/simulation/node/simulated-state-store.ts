// LevelDB as it behaves (raft-ha §0): batches are atomic and soon visible; what was not flushed may be gone after a
// power loss from some point on, with a hole in it besides; and damaged tables may hide a record, or show an older
// one, or another value, without any error.
import type { StateWrite } from "#storage/state/state-store.ts";
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type { FaultCounts } from "../world/fault-counts.ts";

export type StateRot = "state: bit flipped" | "state: key vanished" | "state: key stale";

export class SimulatedStateStore {
  #durable = new Map<string, Uint8Array>();
  #current = new Map<string, Uint8Array>();
  #unflushed: (readonly StateWrite[])[] = [];
  /** What each key held before it was last written: where a stale read comes from. */
  readonly #before = new Map<string, Uint8Array>();

  static holding(content: ReadonlyMap<string, Uint8Array>): SimulatedStateStore {
    const store = new SimulatedStateStore();
    store.#durable = new Map(content);
    store.#current = new Map(content);
    return store;
  }

  get size(): number {
    return this.#current.size;
  }

  getRaw(key: string): Uint8Array | undefined {
    return this.#current.get(key);
  }

  write(batch: readonly StateWrite[]): void {
    for (const { key, value } of batch) {
      const before = this.#current.get(key);
      if (before !== undefined) this.#before.set(key, before);
      change(this.#current, { key, value });
    }
    this.#unflushed.push(batch);
  }

  /** How many batches a flush that begins now will make durable. */
  get unflushed(): number {
    return this.#unflushed.length;
  }

  flush(batches: number): void {
    for (const batch of this.#unflushed.splice(0, batches)) {
      for (const write of batch) change(this.#durable, write);
    }
  }

  entries(): [string, Uint8Array][] {
    return [...this.#current].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  async *scanRaw(prefix: string): AsyncIterable<[string, Uint8Array]> {
    for (const entry of this.entries()) if (entry[0].startsWith(prefix)) yield entry;
  }

  /** What is there when the machine starts again. */
  powerLoss(random: SeededRandom, counts: FaultCounts): void {
    const total = this.#unflushed.length;
    const kept = random.below(total + 1);
    const hole = kept > 2 && random.chance(0.4) ? random.below(kept - 1) : kept;
    const holeEnd = hole + 1 + random.below(Math.max(1, kept - hole - 1));
    if (kept < total) counts["state: suffix lost"]++;
    if (hole < kept) counts["state: hole after power loss"]++;
    for (const [at, batch] of this.#unflushed.entries()) {
      if (at >= kept || (at >= hole && at < holeEnd)) continue;
      for (const write of batch) change(this.#durable, write);
    }
    this.#unflushed = [];
    this.#current = new Map(this.#durable);
  }

  /** Damages one record for good; `false` when there is none to damage that way. */
  rot(kind: StateRot, random: SeededRandom): boolean {
    const keys = [...this.#current.keys()].filter((key) => !key.startsWith("!")).sort();
    const usable = kind === "state: key stale" ? keys.filter((key) => this.#before.has(key)) : keys;
    const key = usable[random.below(Math.max(1, usable.length))];
    const value = key === undefined ? undefined : this.#current.get(key);
    if (key === undefined || value === undefined) return false;
    const rotten = this.#rotten(kind, key, value, random);
    for (const map of [this.#durable, this.#current]) change(map, { key, value: rotten });
    return true;
  }

  #rotten(kind: StateRot, key: string, value: Uint8Array, random: SeededRandom): Uint8Array | undefined {
    if (kind === "state: key vanished") return undefined;
    if (kind === "state: key stale") return this.#before.get(key);
    const flipped = value.slice();
    // Beyond layout and version, whose damage is an error of its own.
    const at = 8 + random.below(flipped.length - 8);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
    return flipped;
  }
}

function change(map: Map<string, Uint8Array>, { key, value }: StateWrite): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
