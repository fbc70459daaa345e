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
  readonly #slots: (Slot | undefined)[] = new Array(RECENT_IDS);
  readonly #indexOf = new Map<string, number>();
  /** Log time of the last entry pushed out: it was sent no later than that. */
  #floorMs: number;

  constructor(floorMs: number) {
    this.#floorMs = floorMs;
  }

  static async load(store: StateStore, floorMs: number): Promise<RecentIds> {
    const table = new RecentIds(floorMs);
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

  /** Notes an applied entry, pushing out the one that was RECENT_IDS entries before it. */
  remember(slot: Slot): void {
    const at = slot.index % RECENT_IDS;
    const evicted = this.#slots[at];
    if (evicted && evicted.index !== slot.index) {
      this.#indexOf.delete(proposalName(evicted.id));
      this.#floorMs = Math.max(this.#floorMs, evicted.logTimeMs);
    }
    this.#slots[at] = slot;
    this.#indexOf.set(proposalName(slot.id), slot.index);
  }

  /** The record that makes `remember` durable. */
  write(slot: Slot): StateWrite {
    const key = PREFIX + (slot.index % RECENT_IDS).toString(16).padStart(4, "0");
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
