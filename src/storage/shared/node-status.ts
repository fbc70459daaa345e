// What every request must know of the node without asking another thread: shared memory, written by the consensus
// thread (and, for sealing, by the main thread), read by all.
import { assert } from "#base/assert.ts";

export type Role = "follower" | "candidate" | "leader";
const ROLES: readonly Role[] = ["follower", "candidate", "leader"];

/** Eight-byte cells, in order. */
const CELLS = [
  "appliedIndex",
  "commitIndex",
  "term",
  /** Raft id of the leader; 0: none known. */
  "leader",
  /** Term in whose no-op this node has applied as leader; reads and writes are open only at the current term. */
  "openTerm",
  "role",
  /** Grows by one with every sealing; a proposal of an older epoch is refused. */
  "sealEpoch",
  /** 1: requests that need the barrier are admitted. */
  "unsealed",
  /** Grows when the whole state was replaced (snapshot installed): drop every cache. */
  "generation",
  /** Log time, and the monotonic time (µs) at which it was that. */
  "logTimeMs",
  "logTimeSetAtUs",
  /** Microseconds of the monotonic clock when the request threads last ran (the slowest of them). */
  "requestHeartbeatUs",
  "versionOffset",
  /** Voters other than this node: with none, its own applied state is the latest there is. */
  "votersBeside",
  /** Log time at which this node became the leader; 0: it is none. */
  "leaderSinceMs",
  /** 1: this node was removed from its cluster. */
  "removed",
] as const;
export type StatusCell = (typeof CELLS)[number];

export const NODE_STATUS_BYTES = CELLS.length * 8;
const AT = Object.fromEntries(CELLS.map((cell, at) => [cell, at])) as Record<StatusCell, number>;

export class NodeStatus {
  readonly #cells: BigInt64Array;

  constructor(memory: SharedArrayBuffer) {
    assert(memory.byteLength >= NODE_STATUS_BYTES, "the shared status has room for every cell");
    this.#cells = new BigInt64Array(memory, 0, CELLS.length);
  }

  get(cell: StatusCell): number {
    return Number(Atomics.load(this.#cells, AT[cell]));
  }

  set(cell: StatusCell, value: number): void {
    Atomics.store(this.#cells, AT[cell], BigInt(value));
  }

  add(cell: StatusCell, by: number): number {
    return Number(Atomics.add(this.#cells, AT[cell], BigInt(by))) + by;
  }

  get role(): Role {
    return ROLES[this.get("role")] ?? "follower";
  }

  setRole(role: Role): void {
    this.set("role", ROLES.indexOf(role));
  }

  /** Leads, and has applied everything up to its own term's no-op. */
  get isOpenLeader(): boolean {
    return this.role === "leader" && this.get("openTerm") === this.get("term");
  }
}
