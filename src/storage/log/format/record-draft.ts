// A record in the making: items behind room for the header, in one buffer that is hashed and written as it is.
import { assert } from "#base/assert.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { SnapshotMark } from "../snapshot-mark.ts";
import { ENTRY_KINDS, ENTRY_OVERHEAD_BYTES, ITEM, ITEM_HEADER_BYTES } from "./item-kind.ts";
import type { LogStart } from "./item-visitor.ts";
import { RECORD_ALIGNMENT, roundUp } from "./layout.ts";
import { finishBody, RECORD_HEADER_BYTES } from "./record.ts";
import { writeU64 } from "./u64.ts";

export class RecordDraft {
  readonly #buffer: Uint8Array;
  readonly #view: DataView;
  #length = RECORD_HEADER_BYTES;
  #items = 0;

  /** Takes `buffer` over; its size, a multiple of 8, is the most that the record may take. */
  constructor(buffer: Uint8Array) {
    this.#buffer = buffer;
    this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }

  get isEmpty(): boolean {
    return this.#items === 0;
  }

  /** The record, ready for `sealRecord`. Shares memory with the draft, which must not be used afterwards. */
  finish(): Uint8Array {
    const length = roundUp(this.#length, RECORD_ALIGNMENT);
    const record = this.#buffer.subarray(0, length).fill(0, this.#length);
    finishBody(record, this.#items);
    return record;
  }

  hasRoomFor(itemBytes: number): boolean {
    return this.#length + itemBytes <= this.#buffer.length;
  }

  entry(entry: Entry): void {
    const at = this.#item(ITEM.entry, 16 + entry.data.length);
    this.#view.setUint8(at + 1, ENTRY_KINDS.indexOf(entry.kind));
    this.#fields(at, [entry.index, entry.term]);
    this.#buffer.set(entry.data, at + ENTRY_OVERHEAD_BYTES);
  }

  hardState(state: HardState): void {
    this.#fields(this.#item(ITEM.hardState, 24), [state.term, state.vote, state.commit]);
  }

  truncate(fromIndex: number): void {
    this.#fields(this.#item(ITEM.truncate, 8), [fromIndex]);
  }

  checkpoint(index: number): void {
    this.#fields(this.#item(ITEM.checkpoint, 8), [index]);
  }

  compact(index: number, term: number): void {
    this.#fields(this.#item(ITEM.compact, 16), [index, term]);
  }

  snapshot(mark: SnapshotMark): void {
    this.#mark(ITEM.snapshot, mark);
  }

  install(mark: SnapshotMark): void {
    this.#mark(ITEM.install, mark);
  }

  start({ last, compacted, checkpoint, hardState }: LogStart): void {
    const log = [last.index, last.term, compacted.index, compacted.term, checkpoint];
    this.#fields(this.#item(ITEM.start, 64), [...log, hardState.term, hardState.vote, hardState.commit]);
  }

  #mark(kind: number, mark: SnapshotMark): void {
    const at = this.#item(kind, 16 + mark.data.length);
    this.#fields(at, [mark.index, mark.term]);
    this.#buffer.set(mark.data, at + ITEM_HEADER_BYTES + 16);
  }

  #item(kind: number, bodyBytes: number): number {
    const at = this.#length;
    assert(this.hasRoomFor(ITEM_HEADER_BYTES + bodyBytes), "an item does not fit its record");
    this.#length = at + ITEM_HEADER_BYTES + bodyBytes;
    this.#view.setUint32(at, kind << 24);
    this.#view.setUint32(at + 4, bodyBytes);
    this.#items++;
    return at;
  }

  #fields(at: number, values: readonly number[]): void {
    let offset = at + ITEM_HEADER_BYTES;
    for (const value of values) {
      writeU64(this.#view, offset, value);
      offset += 8;
    }
  }
}
