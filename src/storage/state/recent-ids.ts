// The bounded table of recent proposal ids: part of the state (one ring slot per entry, written in the entry's
// batch) and of snapshots, so that a proposal that is sent again is executed once.
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { UnknownFormatError } from "../entry-payload.ts";
import { type ProposalId, proposalName } from "../proposal-id.ts";
import type { StateStore, StateWrite } from "./state-store.ts";

export const RECENT_IDS = 65_536;
const PREFIX = "!id/";
const LAYOUT = 1;

interface Slot {
  index: number;
  logTimeMs: number;
  id: ProposalId;
}

export type Recall = { kind: "new" } | { kind: "executed"; index: number } | { kind: "forgotten" };

export class RecentIds {
  readonly #size: number;
  /** A slot's figures, apart: as objects they would be most of what the thread's garbage collector looks at. */
  readonly #indexes: Float64Array;
  readonly #logTimesMs: Float64Array;
  readonly #origins: Float64Array;
  readonly #sequences: Float64Array;
  readonly #indexOf = new Map<string, number>();
  /** Log time of the last entry pushed out: it was sent no later than that. */
  #floorMs: number;

  /** @param size how many entries it reaches back: the same on every node of a cluster */
  constructor(floorMs: number, size = RECENT_IDS) {
    this.#floorMs = floorMs;
    this.#size = size;
    this.#indexes = new Float64Array(size);
    this.#logTimesMs = new Float64Array(size);
    this.#origins = new Float64Array(size);
    this.#sequences = new Float64Array(size);
  }

  static async load(
    store: Pick<StateStore, "scanRaw">,
    floorMs: number,
    size = RECENT_IDS,
  ): Promise<RecentIds> {
    const table = new RecentIds(floorMs, size);
    for await (const [, bytes] of store.scanRaw(PREFIX)) table.remember(decodeSlot(bytes));
    return table;
  }

  /** Was the proposal executed? "forgotten": it is older than the table reaches back, so nobody can say. */
  recall(id: ProposalId): Recall {
    const index = this.#indexOf.get(proposalName(id));
    if (index !== undefined) return { kind: "executed", index };
    return id.sentAtMs <= this.#floorMs ? { kind: "forgotten" } : { kind: "new" };
  }

  get floorMs(): number {
    return this.#floorMs;
  }

  /**
   * Notes an applied entry, pushing out the one that was as many entries before it as the table is long. `false`: in a
   * replay, a later entry has its place already.
   */
  remember({ index, logTimeMs, id }: Slot): boolean {
    const at = index % this.#size;
    const evicted = this.#indexes[at] ?? 0;
    if (evicted > index) return false;
    if (evicted !== 0 && evicted !== index) this.#evict(at);
    this.#indexes[at] = index;
    this.#logTimesMs[at] = logTimeMs;
    this.#origins[at] = id.origin;
    this.#sequences[at] = id.sequence;
    this.#indexOf.set(proposalName(id), index);
    return true;
  }

  #evict(at: number): void {
    const [origin = 0, sequence = 0] = [this.#origins[at], this.#sequences[at]];
    this.#indexOf.delete(proposalName({ origin, sequence }));
    this.#floorMs = Math.max(this.#floorMs, this.#logTimesMs[at] ?? 0);
  }

  /** The record that makes `remember` durable. */
  write(slot: Slot): StateWrite {
    const key = PREFIX + (slot.index % this.#size).toString(16).padStart(4, "0");
    const value = new ByteWriter(48)
      .u8(LAYOUT)
      .u64(slot.index)
      .u64(slot.logTimeMs)
      .u64(slot.id.origin)
      .u64(slot.id.sequence)
      .u64(slot.id.sentAtMs);
    return { key, value: value.finish() };
  }
}

function decodeSlot(bytes: Uint8Array): Slot {
  const input = new ByteReader(bytes);
  const layout = input.u8();
  if (layout !== LAYOUT) throw new UnknownFormatError("the table of recent ids", layout);
  const index = input.u64();
  const logTimeMs = input.u64();
  return { index, logTimeMs, id: { origin: input.u64(), sequence: input.u64(), sentAtMs: input.u64() } };
}
