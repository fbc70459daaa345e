// The segment that is being written: its file, where its next group goes, and its acknowledgement slots.
import type { DiskFile } from "../disk/disk-file.ts";
import { type Acknowledgement, encodeAcknowledgement } from "./format/ack-slot.ts";
import { ACK_SLOT_OFFSETS, PAGE_BYTES, roundUp } from "./format/layout.ts";
import type { ChainLink } from "./format/record.ts";
import type { LogState } from "./log-state.ts";

/** A durable point of the log, before it is written down as an acknowledgement. */
export type DurablePoint = Pick<Acknowledgement, "sequence" | "end" | "hash" | "index" | "term">;

/** The point after the record that `link` comes after. */
export function durablePoint(state: LogState, link: ChainLink, end: number): DurablePoint {
  const { lastIndex, lastTerm } = state;
  return { sequence: link.sequence - 1, end, hash: link.previousHash, index: lastIndex, term: lastTerm };
}

const PADDING = new Uint8Array(PAGE_BYTES);

export interface SegmentFileOptions {
  file: DiskFile;
  segment: number;
  segmentBytes: number;
  /** Where records end so far. */
  end: number;
  /** The highest turn among its slots. */
  turn: number;
}

export class SegmentFile {
  readonly segment: number;
  readonly segmentBytes: number;
  readonly #file: DiskFile;
  #nextOffset: number;
  #turn: number;

  constructor(options: SegmentFileOptions) {
    this.segment = options.segment;
    this.segmentBytes = options.segmentBytes;
    this.#file = options.file;
    this.#nextOffset = roundUp(options.end, PAGE_BYTES);
    this.#turn = options.turn;
  }

  get path(): string {
    return this.#file.path;
  }

  /** Where the next group begins: always on a page that holds nothing durable. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#nextOffset + bytes <= this.segmentBytes;
  }

  /** Writes `records` whose sum is `bytes`; nothing is durable before `sync`. */
  writeGroup(records: readonly Uint8Array[], bytes: number): void {
    const padding = roundUp(bytes, PAGE_BYTES) - bytes;
    this.#file.write(padding === 0 ? records : [...records, PADDING.subarray(0, padding)], this.#nextOffset);
    this.#nextOffset += bytes + padding;
  }

  /** Notes in the older slot what an earlier sync made durable. */
  acknowledge(point: DurablePoint, continued: boolean): void {
    this.#turn++;
    const { segment } = this;
    const slot = encodeAcknowledgement({ ...point, segment, continued, turn: this.#turn });
    this.#file.write([slot], slotOffset(this.#turn));
  }

  sync(): void {
    this.#file.sync();
  }

  close(): void {
    this.#file.close();
  }
}

/** Even turns go to the first slot, odd ones to the second. */
export function slotOffset(turn: number): number {
  return ACK_SLOT_OFFSETS[turn % 2 === 0 ? 0 : 1];
}
